import { parseWith, problemError } from '../../../contract/errors'
import { storedHyperparametersSchema } from '../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { Run, RunConfig } from '../../../contract/run'
import type { TrainJob } from '../../../contract/trainer'
import { resumePoint } from '../../storage/checkpoints/resume-point'
import type { SkippedCheckpoint } from '../../storage/checkpoints/checkpoints'
import { lengthOf } from '../estimates/estimates'

/** Options for resuming a run. */
export interface ResumeRequest {
  /** Overrides the run's engine for this session. */
  engine?: RunConfig['engine'] | undefined
  threads?: number | undefined
  /** Starts over and sets aside the run's existing files. */
  fromStart?: boolean | undefined
  /** Without `steps`, trains to the end of this epoch and ignores the run's step limit. */
  epochs?: number | undefined
  /** Without `epochs`, trains to this step, with as many epochs as that takes. */
  steps?: number | undefined
}

type ResumeJob = Pick<TrainJob, 'config' | 'resumeFrom' | 'startAgain' | 'expectDataset'> & {
  skipped: SkippedCheckpoint[]
}

/**
 * Creates the trainer's job for resuming a run.
 *
 * @throws StudioError `checkpoint` if no checkpoint can be used, `usage` if the run has already
 *   trained longer than requested
 */
export async function resumeJob(dir: string, run: Run, options: ResumeRequest): Promise<ResumeJob> {
  const { fromStart = false, engine = run.config.engine, threads = run.config.threads } = options
  const { checkpoint, skipped } = fromStart
    ? { checkpoint: undefined, skipped: [] }
    : await resumePoint(dir, run)
  const step = checkpoint?.step ?? 0
  const images = (checkpoint?.manifest.dataset ?? run.dataset)?.images
  const hyperparameters = withLength(run.config.hyperparameters, options, images)
  refuseShorter(hyperparameters, options, step, images)
  return {
    config: { ...run.config, engine, threads, hyperparameters },
    skipped,
    ...(checkpoint === undefined ? {} : { resumeFrom: step }),
    ...(fromStart ? { startAgain: true } : {}),
    ...(run.dataset === undefined ? {} : { expectDataset: run.dataset }),
  }
}

/** @param images the size of the data set; undefined for a run that has never trained */
function withLength(
  h: Hyperparameters,
  { epochs, steps }: Pick<ResumeRequest, 'epochs' | 'steps'>,
  images: number | undefined,
): Hyperparameters {
  if (epochs === undefined && steps === undefined) return h
  if (epochs !== undefined) return parsed({ ...h, epochs, steps: steps ?? 0 })
  const { stepsPerEpoch } = lengthOf(h, images)
  const needed = stepsPerEpoch === null ? 0 : Math.ceil((steps ?? 0) / stepsPerEpoch)
  return parsed({ ...h, epochs: Math.max(h.epochs, needed), steps: steps ?? 0 })
}

const parsed = (h: Hyperparameters): Hyperparameters =>
  parseWith(storedHyperparametersSchema, h, 'usage', 'The length')

/** @throws StudioError `usage` if a run of this length has no steps left */
export function refuseShorter(
  h: Hyperparameters,
  { epochs, steps }: Pick<ResumeRequest, 'epochs' | 'steps'>,
  done: number,
  images: number | undefined,
): void {
  const { totalSteps } = lengthOf(h, images)
  if ((epochs ?? steps) === undefined || totalSteps === null || totalSteps > done) return
  // With both, the one that ends the run first.
  const where = epochs === undefined || totalSteps === h.steps ? 'steps' : 'epochs'
  throw problemError('usage', 'alreadyTrained', { asked: totalSteps, done }, { where })
}
