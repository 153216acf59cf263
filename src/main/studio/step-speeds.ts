import { z } from 'zod'
import { engineNames } from '../../contract/engines'
import type { EngineName, EngineSetup } from '../../contract/engines'
import { hyperparameters, presets } from '../../contract/hyperparameters'
import type { RunConfig } from '../../contract/run'
import { CacheFile } from '../storage/cache-file'
import { TrainerProcess } from '../trainer/trainer-process'
import type { Launch } from '../trainer/trainer-process'
import { median } from './quantile'

/** How long the steps that count take together, and the most of them. */
const TIMED_MS = 1_500
const MOST_STEPS = 40
/** Settings that take longer than this to open and time are left unmeasured. */
const PATIENCE_MS = 60_000
/** The settings remembered, newest first. */
const KEPT = 100

/** All that a step's time depends on. */
const settingSchema = z.object({
  engine: z.enum(engineNames),
  threads: z.number(),
  compile: z.boolean(),
  architecture: hyperparameters.architecture.schema,
  batchSize: z.number(),
  latentDim: z.number(),
  imageSize: z.number(),
  channels: z.number(),
})
type Setting = z.infer<typeof settingSchema>

const cacheSchema = z.object({
  schemaVersion: z.literal(1),
  speeds: z.array(
    z.object({
      /** What was measured: this version of the studio, the machine, and how the engine was set up. */
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
  /** False only looks up what is known. */
  measure: boolean
  /** Tells this version and machine from others. */
  stamp: string
  setup(): EngineSetup | undefined
  patienceMs?: number
}

interface Measurement {
  key: string
  calledOff: boolean
  trainer: TrainerProcess | undefined
  result: Promise<number | null>
}

/**
 * How long a training step takes where no run has shown it: some steps on noise in a process of
 * its own, kept in the data folder. One measurement at a time; a newer one ends the one before.
 */
export class StepSpeeds {
  private current: Measurement | undefined
  private readonly cache: CacheFile<z.infer<typeof cacheSchema>>

  constructor(private readonly options: StepSpeedsOptions) {
    this.cache = new CacheFile(options.root, 'step-speeds.json', cacheSchema)
  }

  /** Seconds a step takes by what was measured before; null where nothing was. */
  known(config: RunConfig, engine: EngineName): number | null {
    const setting = settingOf(config, engine)
    return this.find(setting, this.stampOf(setting))
  }

  /**
   * What is known, else measured now; callers with the same settings share one measurement.
   *
   * @returns seconds; null where measuring is switched off, was called off, or did not work,
   * of which opening the engine for a run tells more
   */
  async measure(config: RunConfig, engine: EngineName): Promise<number | null> {
    const setting = settingOf(config, engine)
    const stamp = this.stampOf(setting)
    const known = this.find(setting, stamp)
    if (known !== null || !this.options.measure) return known
    const key = JSON.stringify([stamp, setting])
    const before = this.current
    if (before?.key === key && !before.calledOff) return before.result
    const none = Promise.resolve(null)
    const mine: Measurement = { key, calledOff: false, trainer: undefined, result: none }
    this.current = mine
    mine.result = end(before)
      .then(async () => (mine.calledOff ? null : this.time(mine, setting, stamp)))
      .finally(() => {
        if (this.current === mine) this.current = undefined
      })
    return mine.result
  }

  /** Ends what is being measured, and waits until its process has gone. */
  callOff(): Promise<void> {
    return end(this.current)
  }

  private async time(mine: Measurement, setting: Setting, stamp: string) {
    const trainer = new TrainerProcess(this.options.launch, () => undefined)
    mine.trainer = trainer
    const { patienceMs = PATIENCE_MS } = this.options
    const deadline = setTimeout(() => void trainer.kill(), patienceMs)
    try {
      const { engine } = await trainer.request('benchOpen', this.job(setting))
      const secondsPerStep = await timeSteps(trainer)
      await this.keep({ stamp, setting, version: engine.version, secondsPerStep })
      return secondsPerStep
    } catch {
      return null
    } finally {
      clearTimeout(deadline)
      await trainer.kill()
    }
  }

  private job({ engine, threads, compile, ...sizes }: Setting) {
    const setup = engine === 'tensorflow' ? this.options.setup() : undefined
    const job = { engine, threads, compile, fallback: true, datasetsDirs: [] }
    const whole = { ...job, hyperparameters: { ...presets.reference, ...sizes } }
    return setup === undefined ? whole : { ...whole, setup }
  }

  private stampOf({ engine }: Setting): string {
    const setup = engine === 'tensorflow' ? this.options.setup() : undefined
    return setup === undefined
      ? this.options.stamp
      : `${this.options.stamp}; ${setup.threads} ${setup.math ?? ''}`
  }

  private find(setting: Setting, stamp: string): number | null {
    const wanted = JSON.stringify(setting)
    const found = this.read().find(
      (speed) => speed.stamp === stamp && JSON.stringify(speed.setting) === wanted,
    )
    return found?.secondsPerStep ?? null
  }

  private read(): Speed[] {
    return this.cache.read()?.speeds ?? []
  }

  private async keep(speed: Speed): Promise<void> {
    await this.cache.write({ schemaVersion: 1, speeds: [speed, ...this.read()].slice(0, KEPT) })
  }
}

async function end(measurement: Measurement | undefined): Promise<void> {
  if (measurement === undefined) return
  measurement.calledOff = true
  await measurement.trainer?.kill()
  await measurement.result
}

/** In the schema's order, as settings are compared as text. */
function settingOf(config: RunConfig, engine: EngineName): Setting {
  const { threads, compile = true } = config
  return settingSchema.parse({ ...config.hyperparameters, engine, threads, compile })
}

/** @returns the median in seconds, the first steps left out: they load code and fill caches */
async function timeSteps(trainer: TrainerProcess): Promise<number> {
  await trainer.request('benchSteps', { steps: 1 })
  const second = await trainer.request('benchSteps', { steps: 1 })
  const estimate = Math.max(second.milliseconds[0] ?? 0, 1e-3)
  const steps = Math.min(MOST_STEPS, Math.floor(TIMED_MS / estimate))
  const { milliseconds } = steps < 2 ? second : await trainer.request('benchSteps', { steps })
  return median(milliseconds) / 1000
}
