import os from 'node:os'
import { z } from 'zod'
import { engineSetupSchema } from '../../../contract/engines'
import type { EngineSetup } from '../../../contract/engines'
import { presets } from '../../../contract/hyperparameters'
import { nativeEngineStamp } from '../../trainer/launch/native-stamp'
import { CacheFile } from '../../storage/files/cache-file'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'

/** Steps that are timed, after as many to warm up; the least of them counts, as others may be busy. */
const STEPS = 20
/** More threads must earn this much, since the machine has other uses for them. */
const WORTH_IT = 0.95

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
  /** False only looks up what is known. */
  measure: boolean
}

interface Measuring {
  result: Promise<EngineSetup | undefined>
  /** Callers that want the answer. */
  waiting: number
  callOff: AbortController
}

/**
 * What number of threads and which math library suit the native engine on this machine: measured
 * once, with the reference step in processes of their own, and kept in the data folder.
 */
export class EngineSetups {
  private measuring: Measuring | undefined
  private readonly cache: CacheFile<z.infer<typeof cacheSchema>>

  constructor(private readonly options: EngineSetupsOptions) {
    this.cache = new CacheFile(options.root, 'engine-setup.json', cacheSchema)
  }

  /** What was measured on this machine before. */
  known(): EngineSetup | undefined {
    const stamp = machineStamp()
    const kept = stamp === undefined ? undefined : this.cache.read()
    return kept?.stamp === stamp ? kept?.setup : undefined
  }

  /**
   * What is known, else measured now; callers that come meanwhile share one measurement.
   *
   * @param onMeasure called when it takes a while
   * @param signal ends the wait, and the measurement too once nobody else waits for it
   * @throws the signal's reason
   * @returns undefined where the native engine is not there or does not run
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
    const measuring = (this.measuring ??= this.begin(stamp))
    measuring.waiting += 1
    const waited = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => {
        measuring.waiting -= 1
        if (measuring.waiting === 0) measuring.callOff.abort()
        reject(signal.reason as Error)
      })
    })
    return Promise.race([measuring.result, waited])
  }

  private begin(stamp: string): Measuring {
    const callOff = new AbortController()
    const measuring = { waiting: 0, callOff, result: this.measure(stamp, callOff.signal) }
    const forget = (): void => {
      if (this.measuring === measuring) this.measuring = undefined
    }
    // The next to ask begins another, as this one's answer will not come.
    callOff.signal.addEventListener('abort', forget)
    void measuring.result.finally(forget)
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
      // Opening the engine itself says why it does not run.
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
 * The faster library on one thread, then twice the threads for as long as that pays.
 *
 * @param time milliseconds a step takes
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
    if (ms > best.ms * WORTH_IT) break
    best = { threads, ms }
  }
  return { threads: best.threads, math }
}

/** Tells this machine's processors from others. */
export function processorStamp(): string {
  const model = os.cpus()[0]?.model ?? 'unknown processor'
  return `${model} x ${os.availableParallelism()}`
}

function machineStamp(): string | undefined {
  const engine = nativeEngineStamp()
  return engine === undefined ? undefined : `${engine}; ${processorStamp()}`
}
