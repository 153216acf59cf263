import os from 'node:os'
import { z } from 'zod'
import { engineSetupSchema } from '../../../contract/engines'
import type { EngineSetup } from '../../../contract/engines'
import { presets } from '../../../contract/hyperparameters'
import { nativeEngineStamp } from '../../trainer/launch/native-stamp'
import { CacheFile } from '../../storage/files/cache-file'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'

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

const cacheSchema = z.object({
  schemaVersion: z.literal(1),
  /** The machine and the library that were measured. */
  stamp: z.string(),
  setup: engineSetupSchema,
  measured: z.array(engineSetupSchema.extend({ stepMs: z.number() })),
})

interface EngineSetupsOptions {
  root: string
  datasetsDirs: string[]
  launch: Launch
  /** False only looks up earlier results. */
  measure: boolean
}

interface Measuring {
  result: Promise<EngineSetup | undefined>
  /** Number of callers waiting for the result. */
  waiting: number
  controller: AbortController
}

/**
 * Finds the number of threads and the math library that make the native engine fastest on this
 * machine. Measured once, with the reference training step in separate processes, and stored in the
 * data folder.
 */
export class EngineSetups {
  private measuring: Measuring | undefined
  private readonly cache: CacheFile<z.infer<typeof cacheSchema>>

  constructor(private readonly options: EngineSetupsOptions) {
    this.cache = new CacheFile(options.root, 'engine-setup.json', cacheSchema)
  }

  /** Returns the result of an earlier measurement on this machine. */
  known(): EngineSetup | undefined {
    const stamp = machineStamp()
    const cached = stamp === undefined ? undefined : this.cache.read()
    return cached?.stamp === stamp ? cached?.setup : undefined
  }

  /**
   * Returns the known setup or measures it; concurrent callers share one measurement.
   *
   * @param onMeasure called before a measurement, which takes a few seconds
   * @param signal ends the wait, and the measurement too if no other caller is waiting
   * @throws the signal's reason
   * @returns undefined if the native engine is not installed or does not run
   */
  async find(
    onMeasure: () => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<EngineSetup | undefined> {
    signal?.throwIfAborted()
    const known = this.known()
    const stamp = machineStamp()
    if (known !== undefined || stamp === undefined || !this.options.measure) return known
    onMeasure()
    const measuring = (this.measuring ??= this.start(stamp))
    measuring.waiting += 1
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => {
        measuring.waiting -= 1
        if (measuring.waiting === 0) measuring.controller.abort()
        reject(signal.reason as Error)
      })
    })
    return Promise.race([measuring.result, aborted])
  }

  private start(stamp: string): Measuring {
    const controller = new AbortController()
    const measuring = { waiting: 0, controller, result: this.measure(stamp, controller.signal) }
    const clear = (): void => {
      if (this.measuring === measuring) this.measuring = undefined
    }
    // An aborted measurement has no result, so the next caller starts another one.
    controller.signal.addEventListener('abort', clear)
    void measuring.result.finally(clear)
    return measuring
  }

  private async measure(stamp: string, signal: AbortSignal): Promise<EngineSetup | undefined> {
    const measured: (EngineSetup & { stepMs: number })[] = []
    const time = async (setup: EngineSetup): Promise<number> => {
      const stepMs = await this.time(setup, signal)
      measured.push({ ...setup, stepMs })
      return stepMs
    }
    try {
      const setup = await chooseSetup(time, os.availableParallelism())
      await this.cache.write({ schemaVersion: 1, stamp, setup, measured })
      return setup
    } catch {
      // Opening the engine for a run reports why it does not work.
      return undefined
    }
  }

  private async time(setup: EngineSetup, signal: AbortSignal): Promise<number> {
    signal.throwIfAborted()
    const { launch, datasetsDirs } = this.options
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
      return Math.min(...milliseconds)
    } finally {
      await trainer.kill()
    }
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

/** Identifies this machine's processors. */
export function processorStamp(): string {
  const model = os.cpus()[0]?.model ?? 'unknown processor'
  return `${model} x ${os.availableParallelism()}`
}

function machineStamp(): string | undefined {
  const engine = nativeEngineStamp()
  return engine === undefined ? undefined : `${engine}; ${processorStamp()}`
}
