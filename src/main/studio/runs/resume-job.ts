import { parseWith, problemError, StudioError } from '../../../contract/errors'
import { storedHyperparametersSchema } from '../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { Needs } from '../../../contract/estimate'
import type { RunConfig } from '../../../contract/run'
import type { TrainJob } from '../../../contract/trainer'
import { resumePoint } from '../../storage/checkpoints/resume-point'
import type { SkippedCheckpoint } from '../../storage/checkpoints/checkpoints'
import { runStamp } from '../../storage/runs/unchanged'
import type { StoredRun } from '../../storage/runs/runs'
import { stepsPerEpoch, totalSteps } from '../../../contract/run-length'
import { imagesOf } from '../estimates/estimates'
import { assessNeeds } from '../estimates/needs/assess'
import { refuseUnfit } from '../estimates/needs/needs'
import { lastEngine, resumeEngine } from './resume-engine'

/** Options for resuming a run. */
export interface ResumeRequest {
  /** Overrides the run's engine for this session; `auto` takes the fastest available. */
  engine?: RunConfig['engine'] | undefined
  threads?: number | undefined
  /** Starts over and sets aside the run's existing files. */
  fromStart?: boolean | undefined
  /** Without `steps`, trains to the end of this epoch and ignores the run's step limit. */
  epochs?: number | undefined
  /** Without `epochs`, trains to this step, with as many epochs as that takes. */
  steps?: number | undefined
  /** False leaves it to the caller to measure the images at the end. */
  measureEnd?: boolean | undefined
}

interface ResumeJob {
  job: Pick<
    TrainJob,
    'config' | 'madeFrom' | 'resumeFrom' | 'startAgain' | 'expectDataset' | 'lastEngine'
  >
  skipped: SkippedCheckpoint[]
  /** The memory and disk space that the run needs, which this machine has. */
  needs: Needs
}

/**
 * Creates the trainer's job for resuming a run.
 *
 * @throws StudioError `checkpoint` if no checkpoint can be used, `usage` if the run has already
 *   trained longer than requested, or needs more memory or disk than there is
 */
export async function resumeJob(
  { dir, run }: StoredRun,
  options: ResumeRequest,
  datasetsDirs: readonly string[],
): Promise<ResumeJob> {
  const { fromStart = false } = options
  const { checkpoint, skipped } = fromStart
    ? { checkpoint: undefined, skipped: [] }
    : await resumePoint(dir, run)
  const step = checkpoint?.step ?? 0
  const known = checkpoint?.manifest.dataset ?? run.dataset
  const images = known?.images ?? (await imagesOf(run.config.dataset, datasetsDirs)).count
  const hyperparameters = withLength(run.config.hyperparameters, options, images)
  refuseShorter(hyperparameters, options, step, images)
  const config = { ...run.config, ...resumeEngine(run, options), hyperparameters }
  const needs = await assessNeeds(config, { root: dir, datasetsDirs, resumesFrom: step })
  refuseUnfit(needs)
  const trainedOn = lastEngine(run)
  const job = {
    config,
    madeFrom: runStamp(run),
    ...(checkpoint === undefined ? {} : { resumeFrom: step }),
    ...(fromStart ? { startAgain: true } : {}),
    ...(trainedOn === undefined ? {} : { lastEngine: trainedOn }),
    ...(run.dataset === undefined ? {} : { expectDataset: run.dataset }),
  }
  return { job, skipped, needs }
}

/** @param images the size of the data set */
function withLength(
  h: Hyperparameters,
  { epochs, steps }: Pick<ResumeRequest, 'epochs' | 'steps'>,
  images: number,
): Hyperparameters {
  if (epochs === undefined && steps === undefined) return h
  if (epochs !== undefined) return parsed({ ...h, epochs, steps: steps ?? 0 })
  const needed = Math.ceil((steps ?? 0) / stepsPerEpoch(h, images))
  return parsed({ ...h, epochs: Math.max(h.epochs, needed), steps: steps ?? 0 })
}

const parsed = (h: Hyperparameters): Hyperparameters =>
  parseWith(storedHyperparametersSchema, h, 'usage', 'The length')

/** @throws StudioError `usage` if a run of this length has no steps left */
export function refuseShorter(
  h: Hyperparameters,
  { epochs, steps }: Pick<ResumeRequest, 'epochs' | 'steps'>,
  done: number,
  images: number,
): void {
  const total = totalSteps(h, images)
  if ((epochs ?? steps) === undefined || total > done) return
  // With both, the one that ends the run first.
  const where = epochs === undefined || total === h.steps ? 'steps' : 'epochs'
  throw problemError('usage', 'alreadyTrained', { asked: total, done }, { where })
}

/**
 * Resumes a run, and again if another process trained it before its trainer had the lock: then the
 * decision where to resume is out of date.
 */
export async function onceMore<T>(resume: () => Promise<T>): Promise<T> {
  try {
    return await resume()
  } catch (error) {
    if (!(error instanceof StudioError) || error.problem?.code !== 'trainedMeanwhile') throw error
    return resume()
  }
}
