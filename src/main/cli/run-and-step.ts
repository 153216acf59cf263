import { problemError, StudioError } from '../../contract/errors'
import { bestCheckpoint } from '../../contract/evaluations/best-checkpoint'
import { checkpointSteps } from '../storage/checkpoints/checkpoint-folders'
import { noSuchCheckpoint } from '../storage/checkpoints/no-such-checkpoint'
import type { StoredRun } from '../storage/runs/runs'
import { RunFids } from '../studio/evaluations/run-fids'

interface RunAndStep {
  run: StoredRun
  /** Undefined if only a run was given. */
  step: number | undefined
}

/** Names the best checkpoint of a run, after @. */
const BEST = 'best'

/**
 * Finds what RUN, RUN@STEP or RUN@best names. A run's name may contain @, so the whole text is tried
 * first.
 *
 * @param find finds a run by its id, name or folder
 * @throws StudioError `usage` if there is no such run, or it has no checkpoint at this step, or,
 *   for @best, none that was measured
 */
export async function findRunAndStep(
  text: string,
  find: (run: string) => Promise<StoredRun>,
): Promise<RunAndStep> {
  const at = text.lastIndexOf('@')
  try {
    return { run: await find(text), step: undefined }
  } catch (error) {
    if (at <= 0 || !(error instanceof StudioError) || error.code !== 'usage') throw error
  }
  const run = await find(text.slice(0, at))
  const steps = await checkpointSteps(run.dir)
  const typed = text.slice(at + 1)
  if (typed === BEST) return { run, step: await bestStep(run, steps) }
  const step = /^\d{1,15}$/.test(typed) ? Number(typed) : undefined
  if (step === undefined) throw problemError('usage', 'notAStep', { typed }, { where: text })
  if (!steps.includes(step)) throw noSuchCheckpoint(step, steps, run.dir)
  return { run, step }
}

async function bestStep({ dir, run }: StoredRun, steps: readonly number[]): Promise<number> {
  const best = bestCheckpoint((await RunFids.of(dir)).list, steps)
  if (best !== null) return best.step
  throw problemError('usage', 'nothingMeasured', { run: run.name })
}
