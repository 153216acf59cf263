import { withFixedSchedule } from '../../../contract/recipe/fixed-schedule'
import type { Annotations } from '../../../contract/annotations'
import type { RunConfig } from '../../../contract/run'
import { lastingName } from '../../storage/datasets/find-dataset'
import { checkDataset } from '../../storage/datasets/load-dataset'
import { sweepTemporaries } from '../../storage/files/atomic'
import { findRun } from '../../storage/runs/find-run'
import { runsDirectory } from '../../storage/runs/paths'
import { createRun } from '../../storage/runs/runs'
import { removeUntrained, runStamp } from '../../storage/runs/unchanged'
import type { Launch } from '../../trainer/launch/trainer-process'
import type { EngineSetups } from '../estimates/engine-setups'
import { imagesOf } from '../estimates/estimates'
import { assessNeeds } from '../estimates/needs/assess'
import { refuseUnfit } from '../estimates/needs/needs'
import { setupForRun } from '../estimates/run-setup'
import { branchFrom } from './branch'
import { explainGone } from './gone-run'
import { RunSession } from './run-session'
import type { StartedRun, Watch } from './started-run'

export interface TrainParts {
  /** The data folder. */
  root: string
  datasetsDirs: string[]
  launch: Launch
  setups: EngineSetups
}

export interface NewRun {
  name: string
  config: RunConfig
  /** Another run's checkpoint to start from: the newest usable one unless a step is given. */
  from?: { run: string; step?: number | undefined } | undefined
  annotations?: Annotations | undefined
}

/**
 * Creates a run and starts training it.
 *
 * @throws StudioError `usage` if it needs more memory or disk space than available
 */
export async function trainRun(
  { root, launch, datasetsDirs, setups }: TrainParts,
  { name, config: requested, from, annotations }: NewRun,
  watch: Watch,
): Promise<StartedRun> {
  await checkDataset(requested.dataset, datasetsDirs)
  const { count } = await imagesOf(requested.dataset, datasetsDirs)
  const hyperparameters = withFixedSchedule(requested.hyperparameters, count)
  const dataset = await lastingName(requested.dataset, datasetsDirs)
  const config = { ...requested, dataset, hyperparameters }
  const needs = await assessNeeds(config, { root, datasetsDirs })
  refuseUnfit(needs)
  watch.onNeeds?.(needs)
  const source = from === undefined ? undefined : await findRun(root, from.run)
  const branch = source && (await branchFrom(source, from?.step, config, datasetsDirs))
  const created = await createRun(root, {
    ...{ name, config, annotations, branch },
    now: new Date(),
  })
  const { dir, run } = created
  watch.onCreated?.(created)
  const resumeFrom = branch === undefined ? {} : { resumeFrom: branch.from.step }
  const basis = { runDir: dir, madeFrom: runStamp(run), ...resumeFrom }
  try {
    await sweepTemporaries(runsDirectory(root), 0)
    const { notes, ...setup } = await setupForRun(setups, config, watch)
    const job = { ...basis, config, datasetsDirs, ...setup }
    const start = () => RunSession.start({ launch, job, notes, ...watch })
    const started = await explainGone(dir, start)
    return { dir, id: run.id, skipped: [], ...started }
  } catch (error) {
    // A run that never took a step is not worth keeping. If it cannot be removed, say why it failed.
    await removeUntrained(basis).catch(() => undefined)
    throw error
  }
}
