import { hyperparameterSet } from '../../src/contract/hyperparameters'
import { median } from '../../src/main/studio/quantile'
import type { Figure } from '../studio/figures'
import { trainWatched } from './training'

/** The default number of steps between passes. */
const USUAL = hyperparameterSet.entries.metricsInterval.default
/** Steps to exclude: compiling, and the first writes. */
const WARM_UP = 200
const LIMIT = 5

interface Slowdown {
  preset: string
  home: string
  /** Further flags for `train`. */
  flags: readonly string[]
  /** Steps between passes. */
  interval: number
  passes: number
  rounds: number
}

interface Timed {
  seconds: number
  steps: number
  passes: number
}

/**
 * How much slower training is with passes than without, in pairs of runs with the same checkpoints.
 * The result is the time that a pass adds, as a share of the default interval.
 */
export async function benchSlowdown(options: Slowdown): Promise<Figure[]> {
  const { preset, rounds } = options
  // The first run of a data folder measures the machine, and caches the real images' features.
  await timeTraining({ ...options, interval: 500, passes: 1 }, true)
  const shares: number[] = []
  const [added, stepMs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? [true, false] : [false, true]
    const times = new Map<boolean, Timed>()
    for (const measured of order) times.set(measured, await timeTraining(options, measured))
    const [on, off] = [times.get(true), times.get(false)] as [Timed, Timed]
    const perPass = (on.seconds - off.seconds) / on.passes
    added.push(perPass)
    stepMs.push((off.seconds / off.steps) * 1000)
    shares.push((perPass / ((USUAL * off.seconds) / off.steps)) * 100)
    report(preset, round, { on, off })
  }
  return [
    { name: `${preset}: step without measuring`, value: median(stepMs), unit: 'ms' },
    { name: `${preset}: a pass adds`, value: median(added), unit: 's' },
    { name: `${preset}: slower, lowest round`, value: Math.min(...shares), unit: '%' },
    {
      name: `${preset}: slower at ${USUAL} steps, median`,
      ...{ value: median(shares), unit: '%', limit: LIMIT },
    },
    { name: `${preset}: slower, highest round`, value: Math.max(...shares), unit: '%' },
  ]
}

function report(preset: string, round: number, { on, off }: Record<'on' | 'off', Timed>): void {
  const texts = [on, off].map(({ seconds, passes }) => `${seconds.toFixed(1)} s (${passes} passes)`)
  process.stderr.write(`${preset}, round ${round + 1}: ${texts.join(' and ')}\n`)
}

/** Times one run, from the end of its warm-up to its last step. */
async function timeTraining(
  { preset, home, flags, interval, passes: wanted }: Slowdown,
  measured: boolean,
): Promise<Timed> {
  // The last pass has time to end, so that all of its cost counts.
  const steps = Math.round(interval * (wanted + 0.9))
  const never = ['--sample-interval', '1000000']
  const every = ['--checkpoint-interval', String(interval)]
  const measuring = ['--metrics-interval', String(measured ? interval : 0)]
  let passes = 0
  let first: { at: number; step: number } | undefined
  let seconds = NaN
  await trainWatched(
    [
      ...['--preset', preset, '--steps', String(steps), '--epochs', '1000', '--seed', '1'],
      ...[...never, ...every, ...measuring, ...flags, '--out', home],
    ],
    ({ event, step = 0, pass }) => {
      const at = performance.now()
      if (event === 'evaluation' && pass === 'cheap' && Number.isNaN(seconds)) passes++
      if (event === 'metrics' && step >= WARM_UP) first ??= { at, step }
      if (event === 'finished') seconds = (at - (first?.at ?? NaN)) / 1000
      // Only then does an interruption skip what is measured at the end.
      return event === 'ended'
    },
  )
  if (measured && passes === 0) throw new Error('no pass ended in time: use a longer interval')
  return { seconds, steps: steps - (first?.step ?? 0), passes }
}
