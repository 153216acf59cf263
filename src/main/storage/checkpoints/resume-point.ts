import { problemError } from '../../../contract/errors'
import { hyperparameterSet } from '../../../contract/hyperparameters'
import { notice } from '../../../contract/notices'
import { trainingDifferences } from '../../../contract/recipe/hyperparameter-set'
import type { Run } from '../../../contract/run'
import { checkpointsDirectory, runFile } from '../runs/paths'
import { checkpointEntries } from './checkpoint-folders'
import { latestUsable } from './checkpoints'
import type { Checkpoint, SkippedCheckpoint } from './checkpoints'

interface ResumePoint {
  /** Undefined if the run never had one. */
  checkpoint: Checkpoint | undefined
  /** Newer checkpoints that are damaged, newest first. */
  skipped: SkippedCheckpoint[]
}

/**
 * Finds the newest usable checkpoint of a run.
 *
 * @throws StudioError `checkpoint` if the run has or had checkpoints but none is usable, or if the
 *   newest usable one was trained with other settings than the run's
 */
export async function resumePoint(runDir: string, run: Run): Promise<ResumePoint> {
  const point = await latestUsable(runDir)
  if (point.checkpoint === undefined) await refuseLost(runDir, run, point.skipped)
  else refuseOtherSettings(point.checkpoint, run, runDir)
  return point
}

async function refuseLost(
  runDir: string,
  { sessions }: Run,
  skipped: readonly SkippedCheckpoint[],
): Promise<void> {
  const where = checkpointsDirectory(runDir)
  const others = (await checkpointEntries(runDir)).filter(({ step }) => step === undefined)
  const why = [
    ...skipped.map((one) => notice('checkpointUnusable', { ...one })),
    ...others.map(({ name }) => notice('checkpointNameNotStep', { name })),
  ]
  if (why.length > 0) throw problemError('checkpoint', 'cannotResume', { why }, { where })
  // A session that ends properly saves a checkpoint, and a resumed session started from one.
  const saved = sessions.map(({ fromStep, toStep = 0, endedAs, outcome }) =>
    ['finished', 'stopped'].includes(endedAs ?? outcome ?? '') ? toStep : fromStep,
  )
  const step = Math.max(0, ...saved)
  if (step > 0) throw problemError('checkpoint', 'checkpointsGone', { step }, { where })
}

function refuseOtherSettings({ manifest, step }: Checkpoint, run: Run, runDir: string): void {
  const [saved, wanted] = [manifest.hyperparameters, run.config.hyperparameters]
  const names = trainingDifferences(hyperparameterSet, saved, wanted)
  if (names.length === 0) return
  const valueIn = (values: object, name: string) =>
    String((values as Record<string, unknown>)[name])
  const differences = names.map((name) =>
    notice('settingDiffers', {
      ...{ name, checkpoint: valueIn(saved, name), run: valueIn(wanted, name) },
    }),
  )
  const given = { step, differences }
  throw problemError('checkpoint', 'otherSettings', given, { where: runFile(runDir) })
}
