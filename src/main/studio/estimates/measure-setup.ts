import type { EngineSetup } from '../../../contract/engines'
import { presets } from '../../../contract/hyperparameters'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'
import { median } from '../quantile'

/**
 * Number of timed steps, after as many warm-up steps. The fastest counts, since other programs may
 * slow down the rest.
 */
const STEPS = 20
/**
 * More threads must reduce the step time at least to this fraction, since other programs need them
 * too.
 */
const WORTHWHILE = 0.95
/** Limits for an idle machine; see {@link TimedSetup}. */
const IDLE_LIMITS = { taken: 0.35, spread: 1.5 }

export interface TimedSetup extends EngineSetup {
  /** The fastest step's time, and the median's as a multiple of it. */
  stepMs: number
  spread: number
  /** Processors that other programs took just before. */
  taken: number
}

export interface MeasureOptions {
  launch: Launch
  datasetsDirs: string[]
  /** Observes how many processors other programs take. */
  load: () => Promise<number>
}

/** Times one setup with the reference training step, in a process of its own. */
export async function timeSetup(
  setup: EngineSetup,
  { launch, datasetsDirs, load }: MeasureOptions,
  signal: AbortSignal,
): Promise<TimedSetup> {
  const taken = await load()
  signal.throwIfAborted()
  const trainer = new TrainerProcess(launch, () => undefined)
  signal.addEventListener('abort', () => void trainer.kill(), { once: true })
  try {
    await trainer.request('benchOpen', {
      engine: 'tensorflow',
      threads: 0,
      setup,
      hyperparameters: presets.reference,
      dataset: 'mnist',
      datasetsDirs,
      compile: true,
    })
    await trainer.request('benchSteps', { steps: STEPS })
    const { milliseconds } = await trainer.request('benchSteps', { steps: STEPS })
    const stepMs = Math.min(...milliseconds)
    return { ...setup, stepMs, spread: median(milliseconds) / stepMs, taken }
  } finally {
    await trainer.kill()
  }
}

/**
 * Picks the library that is faster on one thread, then doubles the threads as long as that pays
 * off.
 *
 * @param time returns the milliseconds per step
 */
export async function chooseSetup(
  time: (setup: EngineSetup) => Promise<number>,
  processors: number,
): Promise<EngineSetup> {
  const eigen = await time({ threads: 1, math: 'eigen' })
  const onednn = await time({ threads: 1, math: 'onednn' })
  const math = onednn < eigen ? 'onednn' : 'eigen'
  let best = { threads: 1, ms: Math.min(onednn, eigen) }
  for (let threads = 2; threads <= processors; threads *= 2) {
    const ms = await time({ threads, math })
    if (ms > best.ms * WORTHWHILE) break
    best = { threads, ms }
  }
  return { threads: best.threads, math }
}

/**
 * Returns true if other programs may have changed the result: they took processors before any of
 * the timings, or the steps of one took very different times.
 */
export const wasBusy = (timed: readonly Pick<TimedSetup, 'spread' | 'taken'>[]): boolean =>
  timed.some(({ spread, taken }) => taken > IDLE_LIMITS.taken || spread > IDLE_LIMITS.spread)
