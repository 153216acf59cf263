import { withFixedSchedule } from '../../../contract/recipe/fixed-schedule'
import type { Needs } from '../../../contract/estimate'
import type { Annotations } from '../../../contract/annotations'
import type { RunConfig } from '../../../contract/run'
import type { MachineMemory } from '../../disk/memory'
import { lastingName } from '../../storage/datasets/find-dataset'
import { checkDataset } from '../../storage/datasets/load-dataset'
import { findRun } from '../../storage/runs/find-run'
import { createRun } from '../../storage/runs/runs'
import type { StoredRun } from '../../storage/runs/runs'
import { runStamp } from '../../storage/runs/unchanged'
import { imagesOf } from '../estimates/estimates'
import { assessNeeds } from '../estimates/needs/assess'
import { refuseUnfit } from '../estimates/needs/needs'
import { branchFrom } from './branch'

export interface NewRun {
  name: string
  config: RunConfig
  /** Another run's checkpoint to start from: the newest usable one unless a step is given. */
  from?: { run: string; step?: number | undefined } | undefined
  annotations?: Annotations | undefined
}

interface NewRunParts {
  /** The data folder. */
  root: string
  datasetsDirs: string[]
  /** By default this machine's memory. */
  memory?: MachineMemory
}

/** A run that has been created, and what its training job depends on. */
interface CreatedRun {
  created: StoredRun
  config: RunConfig
  basis: { runDir: string; madeFrom: string; resumeFrom?: number }
}

/**
 * Creates a run without training it.
 *
 * @param onNeeds called with the run's needs, which the machine meets
 * @throws StudioError `usage` if it needs more memory or disk space than available, or its settings
 *   do not fit the checkpoint that it starts from; `data` if the data set cannot be used
 */
export async function createNewRun(
  { root, datasetsDirs, memory }: NewRunParts,
  { name, config: requested, from, annotations }: NewRun,
  onNeeds: (needs: Needs) => void = () => undefined,
): Promise<CreatedRun> {
  await checkDataset(requested.dataset, datasetsDirs)
  const { count } = await imagesOf(requested.dataset, datasetsDirs)
  const hyperparameters = withFixedSchedule(requested.hyperparameters, count)
  const dataset = await lastingName(requested.dataset, datasetsDirs)
  const config = { ...requested, dataset, hyperparameters }
  const needs = await assessNeeds(config, {
    ...{ root, datasetsDirs },
    ...(memory === undefined ? {} : { memory }),
  })
  refuseUnfit(needs)
  onNeeds(needs)
  const source = from === undefined ? undefined : await findRun(root, from.run)
  const branch = source && (await branchFrom(source, from?.step, config, datasetsDirs))
  const created = await createRun(root, {
    ...{ name, config, annotations, branch },
    now: new Date(),
  })
  const { dir, run } = created
  const resumeFrom = branch === undefined ? {} : { resumeFrom: branch.from.step }
  return { created, config, basis: { runDir: dir, madeFrom: runStamp(run), ...resumeFrom } }
}
