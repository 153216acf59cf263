import type { Figure } from '../studio/figures'
import { liveHeap } from './live-heap'
import { processTree } from './processes'
import { trainWatched } from './training'

/** The share of passes in each of the two windows that are compared. */
const WINDOW = 0.1
/** The accepted growth in percent: code is compiled for some time after the start. */
const LIMIT = 5
const INTERVAL = 50
const LIVE = 'live memory of the host'
const MB = 2 ** 20

interface Memory {
  home: string
  flags: readonly string[]
  passes: number
}

/**
 * The memory of the host, the trainer and the measuring process over many passes of one run, which
 * saves checkpoints faster than they can be measured: resident memory and, for the host, whose
 * garbage is rarely collected, live memory.
 */
export async function benchMemory({ home, flags, passes }: Memory): Promise<Figure[]> {
  const sizes = new Map<string, number[]>()
  let count = 0
  const args = ['--metrics-interval', '--checkpoint-interval'].flatMap((name) => [
    ...[name, String(INTERVAL)],
  ])
  await trainWatched(
    [
      ...['--preset', 'reference', '--epochs', '10000', '--seed', '1', ...args],
      ...['--sample-interval', '1000000', ...flags, '--out', home],
    ],
    async ({ event, pass }, pid) => {
      if (event !== 'evaluation' || pass !== 'cheap') return false
      const live = { role: LIVE, bytes: await liveHeap(pid) }
      for (const { role, bytes } of [...processTree(pid), live]) {
        sizes.set(role, [...(sizes.get(role) ?? []), bytes / MB])
      }
      if (++count % 10 === 0) process.stderr.write(`pass ${count}: ${latest(sizes)}\n`)
      return count === passes
    },
  )
  return [...sizes].flatMap(([role, all]) => growthFigures(role, all))
}

const latest = (sizes: ReadonlyMap<string, number[]>): string =>
  [...sizes].map(([role, all]) => `${role} ${all.at(-1)?.toFixed(0) ?? ''} MiB`).join(', ')

/**
 * The first passes warm up, so the comparison begins with the second tenth. The least value of
 * each tenth counts: the memory that remains after garbage collection, whose timing causes
 * differences of several MiB.
 */
function growthFigures(role: string, sizes: readonly number[]): Figure[] {
  const window = Math.max(1, Math.round(sizes.length * WINDOW))
  const windows = [sizes.slice(window, 2 * window), sizes.slice(-window)] as const
  const [begin, end] = [Math.min(...windows[0]), Math.min(...windows[1])]
  const least = (last: number) => `${role}, least of passes ${last - window + 1} to ${last}`
  return [
    { name: least(2 * window), value: begin, unit: 'MiB' },
    { name: least(sizes.length), value: end, unit: 'MiB' },
    { name: `${role}, growth`, value: (end / begin - 1) * 100, unit: '%', limit: LIMIT },
  ]
}
