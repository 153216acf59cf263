import { median } from '../../src/main/studio/quantile'
import type { Figure } from '../studio/figures'
import { processTree } from './processes'
import { trainWatched } from './training'

/** The share of passes in each of the two averages that are compared. */
const WINDOW = 0.1
/** The accepted growth in percent, which the timing of garbage collection explains. */
const LIMIT = 5
const INTERVAL = 50
const MB = 2 ** 20

interface Memory {
  home: string
  flags: readonly string[]
  passes: number
}

/**
 * The resident memory of the host and the measuring process over many passes of one run, which
 * saves checkpoints faster than they can be measured.
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
    ({ event, pass }, pid) => {
      if (event !== 'evaluation' || pass !== 'cheap') return false
      for (const { role, bytes } of processTree(pid)) {
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

/** The first passes warm up, so the comparison begins with the second tenth. */
function growthFigures(role: string, sizes: readonly number[]): Figure[] {
  const window = Math.max(1, Math.round(sizes.length * WINDOW))
  const [begin, end] = [median(sizes.slice(window, 2 * window)), median(sizes.slice(-window))]
  return [
    { name: `${role}, after ${2 * window} passes`, value: begin, unit: 'MiB' },
    { name: `${role}, after ${sizes.length} passes`, value: end, unit: 'MiB' },
    { name: `${role}, growth`, value: (end / begin - 1) * 100, unit: '%', limit: LIMIT },
  ]
}
