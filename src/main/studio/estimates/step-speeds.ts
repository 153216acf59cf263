import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { EngineName, EngineSetup } from '../../../contract/engines'
import {
  hyperparametersSchema,
  presets,
  hyperparameterSet,
} from '../../../contract/hyperparameters'
import { stepCostOf } from '../../../contract/recipe/hyperparameter-set'
import type { RunConfig } from '../../../contract/run'
import { CacheFile } from '../../storage/files/cache-file'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'
import { median } from '../quantile'

/** How long the steps that count take together, and the most of them. */
const TIMED_MS = 1_500
const MOST_STEPS = 40
/** Settings that take longer than this to open and time are left unmeasured. */
const PATIENCE_MS = 60_000
/** The settings remembered, newest first. */
const KEPT = 100

/**
 * Everything that a step's time depends on, by name. Entries of other versions may have other
 * names.
 */
const settingSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
type Setting = z.infer<typeof settingSchema>

/** The settings to measure. */
interface Wanted {
  engine: EngineName
  threads: number
  compile: boolean
  /** Hyperparameters by name. */
  cost: ReturnType<typeof stepCostOf>
}

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

  /** Seconds per step, as measured before; null where nothing was. */
  known(config: RunConfig, engine: EngineName): number | null {
    const wanted = wantedOf(config, engine)
    return this.find(settingOf(wanted), this.stampOf(wanted))
  }

  /**
   * Returns the known figure, else measures now; callers with the same settings share one
   * measurement.
   *
   * @returns seconds; null if measuring is switched off, was cancelled, or did not work, of which
   * opening the engine for a run tells more
   */
  async measure(config: RunConfig, engine: EngineName): Promise<number | null> {
    const wanted = wantedOf(config, engine)
    const setting = settingOf(wanted)
    const stamp = this.stampOf(wanted)
    const known = this.find(setting, stamp)
    if (known !== null || !this.options.measure) return known
    const key = JSON.stringify([stamp, setting])
    const before = this.current
    if (before?.key === key && !before.calledOff) return before.result
    const none = Promise.resolve(null)
    const mine: Measurement = { key, calledOff: false, trainer: undefined, result: none }
    this.current = mine
    mine.result = end(before)
      .then(async () => (mine.calledOff ? null : this.time(mine, wanted, stamp)))
      .finally(() => {
        if (this.current === mine) this.current = undefined
      })
    return mine.result
  }

  /** Ends what is being measured, and waits until its process has gone. */
  callOff(): Promise<void> {
    return end(this.current)
  }

  private async time(mine: Measurement, wanted: Wanted, stamp: string) {
    const trainer = new TrainerProcess(this.options.launch, () => undefined)
    mine.trainer = trainer
    const { patienceMs = PATIENCE_MS } = this.options
    const deadline = setTimeout(() => void trainer.kill(), patienceMs)
    try {
      const { engine } = await trainer.request('benchOpen', this.job(wanted))
      const secondsPerStep = await timeSteps(trainer)
      const setting = settingOf(wanted)
      await this.keep({ stamp, setting, version: engine.version, secondsPerStep })
      return secondsPerStep
    } catch {
      return null
    } finally {
      clearTimeout(deadline)
      await trainer.kill()
    }
  }

  private job({ engine, threads, compile, cost }: Wanted) {
    const setup = engine === 'tensorflow' ? this.options.setup() : undefined
    const hyperparameters = hyperparametersSchema.parse({ ...presets.reference, ...cost })
    const job = { engine, threads, compile, hyperparameters, fallback: true, datasetsDirs: [] }
    return setup === undefined ? job : { ...job, setup }
  }

  private stampOf({ engine }: Wanted): string {
    const setup = engine === 'tensorflow' ? this.options.setup() : undefined
    return setup === undefined
      ? this.options.stamp
      : `${this.options.stamp}; ${setup.threads} ${setup.math ?? ''}`
  }

  private find(setting: Setting, stamp: string): number | null {
    const found = this.read().find(
      (speed) => speed.stamp === stamp && isDeepStrictEqual(meantBy(speed.setting), setting),
    )
    return found?.secondsPerStep ?? null
  }

  private read(): Speed[] {
    return this.cache.read()?.speeds ?? []
  }

  private async keep(speed: Speed): Promise<void> {
    await this.cache.update((known) => ({
      schemaVersion: 1,
      speeds: [speed, ...(known?.speeds ?? [])].slice(0, KEPT),
    }))
  }
}

async function end(measurement: Measurement | undefined): Promise<void> {
  if (measurement === undefined) return
  measurement.calledOff = true
  await measurement.trainer?.kill()
  await measurement.result
}

function wantedOf(config: RunConfig, engine: EngineName): Wanted {
  const { threads, compile = true } = config
  return { engine, threads, compile, cost: stepCostOf(hyperparameterSet, config.hyperparameters) }
}

const settingOf = ({ cost, ...rest }: Wanted): Setting => ({ ...rest, ...cost })

/** A setting older than some hyperparameter, completed with what its absence meant. */
function meantBy(setting: Setting): Setting {
  return { ...stepCostOf(hyperparameterSet, setting), ...setting }
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
