import { join } from 'node:path'
import { noAnnotations } from '../../../contract/annotations'
import { problemError, StudioError, toReport } from '../../../contract/errors'
import type { JobOptions } from '../../../contract/queue/job'
import { MAX_NAME } from '../../../contract/run'
import type { RunConfig } from '../../../contract/run'
import type { Sweep, Trial } from '../../../contract/sweep/document'
import { checkpointDirectory, runsDirectory } from '../../storage/runs/paths'
import { changeSweep } from '../../storage/sweeps/sweep-files'
import type { EventHub } from '../event-hub'
import type { Studio } from '../studio'
import { settingsOf } from './candidates'
import type { Action } from './plan'

export interface TrialParts {
  /** The data folder. */
  root: string
  studio: Pick<Studio, 'enqueue' | 'evaluate' | 'queue'>
  hub: EventHub
  registry: { stop(id: string): Promise<number> }
}

type Queued = Extract<Action, { steps: number; last: boolean }>
type Measured = Extract<Action, { kind: 'measure' }>
type Dropped = Extract<Action, { kind: 'drop' }>

/** Carries out actions for the trials of one sweep, and records the results. */
export class TrialWork {
  constructor(
    private readonly parts: TrialParts,
    private readonly id: string,
  ) {}

  /** @throws StudioError if it can be tried again later */
  async begin(sweep: Sweep, { trial: index, steps, last }: Queued): Promise<void> {
    const { trial, config } = configOf(sweep, index)
    const settings = Object.entries(sweep.candidates[trial.candidate]?.values ?? {})
    const named = settings.map(([name, value]) => `${name} ${value}`).join(', ')
    const seed = sweep.spec.seeds.length > 1 ? `, seed ${trial.seed}` : ''
    try {
      await this.parts.studio.enqueue({
        name: `${sweep.spec.name} ${trial.candidate + 1}: ${named}${seed}`.slice(0, MAX_NAME),
        config,
        annotations: { ...noAnnotations, group: sweep.spec.name },
        options: optionsFor(config, steps, last),
        onCreated: ({ run }) => this.record(index, { run: run.id }),
      })
    } catch (error) {
      await this.record(index, { run: null })
      // Settings that this machine cannot train are not worth another attempt.
      if (!(error instanceof StudioError) || error.code !== 'usage') throw error
      if (error.problem?.code === 'queueFull') throw error
      return this.record(index, { out: { kind: 'failed', error: toReport(error) } })
    }
    await this.record(index, { queued: trial.scores.length + 1 })
  }

  /** @throws StudioError if it can be tried again later */
  async continue(sweep: Sweep, { trial: index, steps, last }: Queued): Promise<void> {
    const { trial, run, config } = configOf(sweep, index)
    await this.parts.studio.queue.add(run, optionsFor(config, steps, last))
    await this.record(index, { queued: trial.scores.length + 1 })
  }

  /** Measures the images at the end of a rung. @throws StudioError if the result cannot be stored */
  async measure(sweep: Sweep, action: Measured, signal: AbortSignal): Promise<void> {
    const { trial, run, config } = configOf(sweep, action.trial)
    const { spec } = sweep
    const source = checkpointDirectory(join(runsDirectory(this.parts.root), run), action.steps)
    const request = {
      ...{ source, engine: config.engine, threads: config.threads, generatedCount: spec.images },
      ...{ metrics: [spec.metric], floor: false },
      ...(spec.net === undefined ? {} : { net: spec.net }),
    }
    try {
      const { evaluation, reused } = await this.parts.studio.evaluate(request, { signal })
      this.parts.hub.emit({ type: 'evaluation', id: run, evaluation, reused })
      const score = evaluation.results.find(({ key }) => key === spec.metric)?.value
      const why = evaluation.skipped.find(({ key }) => key === spec.metric)?.why.message
      if (score === undefined || !Number.isFinite(score)) {
        throw problemError('usage', 'sweepNoScore', { name: spec.metric, why: why ?? 'NaN' })
      }
      await this.record(action.trial, { scores: [...trial.scores, score] })
    } catch (error) {
      if (signal.aborted) return
      await this.record(action.trial, { out: { kind: 'notMeasured', error: toReport(error) } })
    }
  }

  async drop({ trial, out, stop }: Dropped, run: string | null): Promise<void> {
    await this.record(trial, { out })
    // It may have ended in the meantime, or be trained by another program.
    if (stop && run !== null) await this.parts.registry.stop(run).catch(() => undefined)
  }

  private async record(index: number, what: Partial<Trial>): Promise<void> {
    await changeSweep(this.parts.root, this.id, ({ trials }) => ({
      trials: trials.map((trial, i) => (i === index ? { ...trial, ...what } : trial)),
    }))
  }
}

function configOf(sweep: Sweep, index: number): { trial: Trial; run: string; config: RunConfig } {
  const trial = sweep.trials[index]
  const candidate = sweep.candidates[trial?.candidate ?? -1]
  if (trial === undefined || candidate === undefined) {
    throw new StudioError('internal', `the sweep has no trial ${index}`)
  }
  const hyperparameters = {
    ...settingsOf(sweep.base.hyperparameters, candidate.values),
    seed: trial.seed,
  }
  return { trial, run: trial.run ?? '', config: { ...sweep.base, hyperparameters } }
}

/** The options with which the queue trains a run to the end of a rung. */
function optionsFor(
  { hyperparameters: { epochs, steps: limit } }: RunConfig,
  steps: number,
  last: boolean,
): JobOptions {
  const toEnd = limit === 0 ? { epochs } : { epochs, steps: limit }
  return { ...(last ? toEnd : { steps }), measureEnd: false }
}
