import { median } from '../src/main/studio/quantile'
import { trainingOptions } from './training/options'
import { trainRecorded } from './training/recorded'

/*
 * How long training waits for its writes: the longest time from the end of one step to the end of
 * the next, relative to the median, with a sample grid every 50 steps and a checkpoint every 150.
 * The defaults write far less often (every 400 and 500). The intervals are long enough that no
 * checkpoint has to wait for the previous one. Training without writes is measured first, since its
 * longest gap is caused by the machine.
 */

const PURPOSE = 'Measures the longest gap between training steps.'

/** Warm-up steps. */
const WARM_UP = 20

/** Other work on the machine causes gaps too, so the median of a few runs counts. */
const ROUNDS = 3

const NEVER = 1_000_000
const INTERVALS = {
  'without writes': { sampleInterval: NEVER, checkpointInterval: NEVER },
  'with writes': { sampleInterval: 50, checkpointInterval: 150 },
}

export async function main(args: string[]): Promise<void> {
  const options = trainingOptions(args, PURPOSE, 600)
  if (options === undefined) return
  const ratios = new Map<string, number[]>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const [what, intervals] of Object.entries(INTERVALS)) {
      const ends: number[] = []
      await trainRecorded(options, intervals, () => ends.push(performance.now()))
      const { text, ratio } = describe(ends)
      process.stdout.write(`${what}: ${text}`)
      ratios.set(what, [...(ratios.get(what) ?? []), ratio])
    }
  }
  for (const [what, all] of ratios) {
    const list = all.map((ratio) => ratio.toFixed(2)).join(', ')
    process.stdout.write(
      `${what}: the longest gap in medians ${median(all).toFixed(2)} (${list})\n`,
    )
  }
}

function describe(ends: readonly number[]): { text: string; ratio: number } {
  const gaps = ends.slice(1).map((end, i) => ({ step: i + 2, ms: end - (ends[i] ?? NaN) }))
  const sorted = gaps.slice(WARM_UP).sort((a, b) => b.ms - a.ms)
  const middle = median(sorted.map(({ ms }) => ms))
  const longest = sorted.slice(0, 4).map(({ step, ms }) => `${ms.toFixed(1)} before step ${step}`)
  const text = `median ${middle.toFixed(1)} ms; longest ${longest.join(', ')}\n`
  return { text, ratio: (sorted[0]?.ms ?? NaN) / middle }
}
