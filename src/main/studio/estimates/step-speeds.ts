import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { EngineName, EngineSetup } from '../../../contract/engines'
import { hyperparametersSchema, presets } from '../../../contract/hyperparameters'
import type { RunConfig } from '../../../contract/run'
import { CacheFile } from '../../storage/files/cache-file'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'
import { median } from '../quantile'
import { completed, settingOf, settingSchema, targetOf } from './step-setting'
import type { Setting, Target } from './step-setting'

/** Total duration, and maximum number, of the timed steps. */
const TIMED_MS = 1_500
const MAX_STEPS = 40
/** Gives up on a measurement that takes longer than this. */
const TIMEOUT_MS = 60_000
/** Number of stored measurements; the newest are kept. */
const KEPT = 100

const cacheSchema = z.object({
  schemaVersion: z.literal(1),
  speeds: z.array(
    z.object({
      /** The conditions of the measurement: version of the studio, machine, and engine setup. */
      stamp: z.string(),
      setting: settingSchema,
      /** The engine's own version. */
      version: z.string(),
      secondsPerStep: z.number().positive(),
    }),
  ),
})
type Speed = z.infer<typeof cacheSchema>['speeds'][number]

export interface StepSpeedsOptions {
  root: string
  launch: Launch
  /** False only looks up earlier results. */
  measure: boolean
  /** Identifies this version and machine. */
  stamp: string
  setup(): EngineSetup | undefined
  timeoutMs?: number
}

interface Measurement {
  key: string
  cancelled: boolean
  trainer: TrainerProcess | undefined
  result: Promise<number | null>
}

/**
 * Measures how long a training step takes, for settings that no run has used: times some steps on
 * noise in a separate process and stores the result in the data folder. There is one measurement at
 * a time; a new one cancels the previous one.
 */
export class StepSpeeds {
  private current: Measurement | undefined
  private readonly cache: CacheFile<z.infer<typeof cacheSchema>>

  constructor(private readonly options: StepSpeedsOptions) {
    this.cache = new CacheFile(options.root, 'step-speeds.json', cacheSchema)
  }

  /** Seconds per step from an earlier measurement; null if there is none. */
  known(config: RunConfig, engine: EngineName): number | null {
    const target = targetOf(config, engine)
    return this.find(settingOf(target), this.stampOf(target))
  }

  /**
   * Returns the known value or measures it; callers with the same settings share one measurement.
   *
   * @returns seconds; null if measuring is switched off, was cancelled or failed (opening the
   *   engine for a run reports why)
   */
  async measure(config: RunConfig, engine: EngineName): Promise<number | null> {
    const target = targetOf(config, engine)
    const setting = settingOf(target)
    const stamp = this.stampOf(target)
    const known = this.find(setting, stamp)
    if (known !== null || !this.options.measure) return known
    const key = JSON.stringify([stamp, setting])
    const previous = this.current
    if (previous?.key === key && !previous.cancelled) return previous.result
    const none = Promise.resolve(null)
    const measurement: Measurement = { key, cancelled: false, trainer: undefined, result: none }
    this.current = measurement
    measurement.result = stop(previous)
      .then(async () => (measurement.cancelled ? null : this.time(measurement, target, stamp)))
      .finally(() => {
        if (this.current === measurement) this.current = undefined
      })
    return measurement.result
  }

  /** Cancels the current measurement and waits until its process has ended. */
  cancel(): Promise<void> {
    return stop(this.current)
  }

  private async time(measurement: Measurement, target: Target, stamp: string) {
    const trainer = new TrainerProcess(this.options.launch, () => undefined)
    measurement.trainer = trainer
    const { timeoutMs = TIMEOUT_MS } = this.options
    const deadline = setTimeout(() => void trainer.kill(), timeoutMs)
    try {
      const { engine } = await trainer.request('benchOpen', this.job(target))
      const secondsPerStep = await timeSteps(trainer)
      const setting = settingOf(target)
      await this.store({ stamp, setting, version: engine.version, secondsPerStep })
      return secondsPerStep
    } catch {
      return null
    } finally {
      clearTimeout(deadline)
      await trainer.kill()
    }
  }

  private job({ engine, threads, compile, cost, networks }: Target) {
    const setup = engine === 'tensorflow' ? this.options.setup() : undefined
    const hyperparameters = hyperparametersSchema.parse({ ...presets.reference, ...cost })
    const steps = { engine, threads, compile, hyperparameters, networks, fallback: true }
    const job = { ...steps, datasetsDirs: [] }
    return setup === undefined ? job : { ...job, setup }
  }

  private stampOf({ engine }: Target): string {
    const setup = engine === 'tensorflow' ? this.options.setup() : undefined
    return setup === undefined
      ? this.options.stamp
      : `${this.options.stamp}; ${setup.threads} ${setup.math ?? ''}`
  }

  private find(setting: Setting, stamp: string): number | null {
    const found = this.read().find(
      (speed) => speed.stamp === stamp && isDeepStrictEqual(completed(speed.setting), setting),
    )
    return found?.secondsPerStep ?? null
  }

  private read(): Speed[] {
    return this.cache.read()?.speeds ?? []
  }

  private async store(speed: Speed): Promise<void> {
    await this.cache.update((known) => ({
      schemaVersion: 1,
      speeds: [speed, ...(known?.speeds ?? [])].slice(0, KEPT),
    }))
  }
}

async function stop(measurement: Measurement | undefined): Promise<void> {
  if (measurement === undefined) return
  measurement.cancelled = true
  await measurement.trainer?.kill()
  await measurement.result
}

/** @returns the median in seconds, excluding the first steps, which load code and fill caches */
async function timeSteps(trainer: TrainerProcess): Promise<number> {
  await trainer.request('benchSteps', { steps: 1 })
  const second = await trainer.request('benchSteps', { steps: 1 })
  const estimate = Math.max(second.milliseconds[0] ?? 0, 1e-3)
  const steps = Math.min(MAX_STEPS, Math.floor(TIMED_MS / estimate))
  const { milliseconds } = steps < 2 ? second : await trainer.request('benchSteps', { steps })
  return median(milliseconds) / 1000
}
