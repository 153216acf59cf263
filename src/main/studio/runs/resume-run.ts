import { divergenceOf } from '../../../contract/divergence'
import { notice } from '../../../contract/notices'
import { skippedNotice } from '../../storage/checkpoints/checkpoints'
import { sweepTemporaries } from '../../storage/files/atomic'
import { noteInterruption, readRun, refuseUnknownSettings } from '../../storage/runs/runs'
import type { StoredRun } from '../../storage/runs/runs'
import { setupForRun } from '../estimates/run-setup'
import { asDocumentFault } from './document-faults'
import { explainGone } from './gone-run'
import { asGoneEngine, setupToResume } from './resume-engine'
import { onceMore, resumeJob } from './resume-job'
import type { ResumeRequest } from './resume-job'
import { RunSession } from './run-session'
import type { StartedRun, Watch } from './started-run'
import type { TrainParts } from './train-run'

/**
 * Resumes a run from its newest usable checkpoint, or from the start if it never had one or
 * `fromStart` is set, on the engine that last trained it. If another process trains the run before
 * this one has locked it, the request is applied once more, to what that process left.
 *
 * @throws StudioError `checkpoint` if none of its checkpoints or its settings can be used; `engine`
 *   if that engine is not available; `usage` if it has already trained longer than requested, or
 *   needs more memory or disk than there is
 */
export function resumeRun(
  parts: TrainParts,
  found: StoredRun,
  asked: ResumeRequest,
  watch: Watch,
): Promise<StartedRun> {
  const { dir } = found
  let unused: StoredRun | undefined = found
  const attempt = async (): Promise<StartedRun> => {
    // Only the first attempt may use `found`: a retry means that the run has changed on disk.
    const stored = unused ?? { dir, run: await readRun(dir) }
    unused = undefined
    try {
      return await resumeStored(parts, stored, asked, watch)
    } catch (error) {
      throw asDocumentFault(asGoneEngine(error, stored.run, asked), stored, { ...asked })
    }
  }
  return explainGone(dir, () => onceMore(attempt))
}

async function resumeStored(
  { launch, datasetsDirs, setups }: TrainParts,
  stored: StoredRun,
  asked: ResumeRequest,
  watch: Watch,
): Promise<StartedRun> {
  const { dir, run } = stored
  await refuseUnknownSettings(dir)
  await noteInterruption(dir)
  // A crash between a checkpoint's two renames leaves it under a temporary name.
  await sweepTemporaries(dir)
  const { skipped, needs, job: resumed } = await resumeJob(stored, asked, datasetsDirs)
  watch.onNeeds?.(needs)
  const findSetup = () => setupForRun(setups, resumed.config, watch)
  const { notes, ...setup } = await setupToResume(run, asked, findSetup)
  const job = { runDir: dir, datasetsDirs, ...setup, ...resumed }
  const divergence = divergenceOf(run)
  if (divergence !== null) notes.push(notice('divergesAgain', divergence))
  const started = await RunSession.start({ launch, job, notes, ...watch })
  const { session, overview } = started
  for (const warning of [...skipped.map(skippedNotice), ...needs.warnings]) {
    session.activity.add('warning', overview.fromStep, warning)
  }
  return { dir, id: run.id, skipped, ...started }
}
