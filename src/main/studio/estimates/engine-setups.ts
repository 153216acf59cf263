import os from 'node:os'
import { z } from 'zod'
import { engineSetupSchema, setupMeasurementSchema } from '../../../contract/engines'
import type { EngineSetup, SetupMeasurement } from '../../../contract/engines'
import { nativeEngineStamp } from '../../trainer/launch/native-stamp'
import { CacheFile } from '../../storage/files/cache-file'
import type { Launch } from '../../trainer/launch/trainer-process'
import { observeLoad } from './machine-load'
import { chooseSetup, timeSetup, wasBusy } from './measure-setup'
import type { TimedSetup } from './measure-setup'

const cacheSchema = z.object({
  schemaVersion: z.literal(1),
  /** The machine and the library that were measured. */
  stamp: z.string(),
  ...setupMeasurementSchema.shape,
  measured: z.array(
    engineSetupSchema.extend({
      stepMs: z.number(),
      spread: z.number().optional(),
      taken: z.number().optional(),
    }),
  ),
})

interface EngineSetupsOptions {
  root: string
  datasetsDirs: string[]
  launch: Launch
  /** False only looks up earlier results, unless asked to measure again. */
  measure: boolean
  /** Replaced by tests. */
  load?: () => Promise<number>
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
  /** A result that could not be saved, and why. */
  private unsaved: { stamp: string; measurement: SetupMeasurement; error: unknown } | undefined
  private readonly cache: CacheFile<z.infer<typeof cacheSchema>>

  constructor(private readonly options: EngineSetupsOptions) {
    this.cache = new CacheFile(options.root, 'engine-setup.json', cacheSchema)
  }

  /** Returns the setup that an earlier measurement on this machine found. */
  known(): EngineSetup | undefined {
    return this.measurement()?.setup
  }

  /** The error from saving the last measurement; undefined if it was saved or there was none. */
  get unsavedBecause(): unknown {
    return this.unsaved?.error
  }

  /** Returns the result of an earlier measurement on this machine. */
  measurement(): SetupMeasurement | undefined {
    const stamp = machineStamp()
    if (this.unsaved !== undefined && this.unsaved.stamp === stamp) return this.unsaved.measurement
    const cached = stamp === undefined ? undefined : this.cache.read()
    if (cached === undefined || cached.stamp !== stamp) return undefined
    const { setup, measuredAt, busy } = cached
    return { setup, busy, ...(measuredAt === undefined ? {} : { measuredAt }) }
  }

  /**
   * Checks that a result could be saved, since measuring takes long.
   *
   * @throws StudioError `storage`
   */
  async checkWritable(): Promise<void> {
    if (machineStamp() !== undefined) await this.cache.checkWritable()
  }

  /**
   * Measures even if there is a result. If measuring fails, the earlier result stays; if only saving
   * fails, this process uses the new one.
   *
   * @throws StudioError `storage` if the result cannot be saved
   * @returns undefined if the native engine is not installed or does not run
   */
  async measureAgain(): Promise<SetupMeasurement | undefined> {
    const stamp = machineStamp()
    if (stamp === undefined) return undefined
    const measuring = (this.measuring ??= this.start(stamp))
    measuring.waiting += 1
    if ((await measuring.result) === undefined) return undefined
    if (this.unsaved !== undefined) throw this.unsaved.error
    return this.measurement()
  }

  /**
   * Returns the known setup or measures it; concurrent callers share one measurement.
   *
   * @param onMeasure called before a measurement, which takes some seconds
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
    if (stamp === undefined) return undefined
    if (this.measuring === undefined && (known !== undefined || !this.options.measure)) return known
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
    const { launch, datasetsDirs, load = observeLoad } = this.options
    const measured: TimedSetup[] = []
    const time = async (setup: EngineSetup): Promise<number> => {
      const timed = await timeSetup(setup, { launch, datasetsDirs, load }, signal)
      measured.push(timed)
      return timed.stepMs
    }
    // Opening the engine for a run reports why it does not work.
    const setup = await chooseSetup(time, os.availableParallelism()).catch(() => undefined)
    if (setup === undefined) return undefined
    const measurement = { setup, measuredAt: new Date().toISOString(), busy: wasBusy(measured) }
    // A result that cannot be saved is still good for this process.
    this.unsaved = await this.cache
      .write({ schemaVersion: 1, stamp, ...measurement, measured })
      .then(
        () => undefined,
        (error: unknown) => ({ stamp, measurement, error }),
      )
    return setup
  }
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
