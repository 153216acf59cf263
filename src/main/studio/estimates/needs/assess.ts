import type { Needs } from '../../../../contract/estimate'
import { engineNames } from '../../../../contract/engines'
import type { EngineName, EngineReport } from '../../../../contract/engines'
import type { RunConfig } from '../../../../contract/run'
import { classesOfRun } from '../../../storage/datasets/class-labels'
import { checkClasses } from '../../../storage/datasets/load-dataset'
import { machineCan } from '../../../disk/bfloat16-hardware'
import { machineMemory } from '../../../disk/memory'
import type { MachineMemory } from '../../../disk/memory'
import { nativeEngineStamp } from '../../../trainer/launch/native-stamp'
import { imagesOf } from '../estimates'
import { freeDisk } from './free-disk'
import { needsOf } from './needs'

interface Environment {
  /** The data folder; the run's own folder if it resumes. */
  root: string
  datasetsDirs: readonly string[]
  /** The last reports; empty before the first probe. */
  engines?: readonly EngineReport[]
  /** By default this machine's memory. */
  memory?: MachineMemory
  /** The step from which an existing run resumes; absent for a new run. */
  resumesFrom?: number
}

/**
 * Assesses what a run needs on this machine, from its settings and the header of its images. For
 * `auto`, assumes the engine that it is expected to select.
 *
 * @throws StudioError `data` if the data set cannot be used, `usage` if the networks are for other
 *   classes than the data set's
 */
export async function assessNeeds(
  config: RunConfig,
  { root, datasetsDirs, engines: reports = [], memory = machineMemory(), resumesFrom }: Environment,
): Promise<Needs> {
  const { hyperparameters, networks, dataset, engine, compile = true } = config
  const images = await imagesOf(dataset, datasetsDirs)
  await checkClasses(dataset, datasetsDirs, classesOfRun(config))
  const engines = usable(reports)
  const settings = {
    ...{ hyperparameters, networks, images, compile, resumesFrom },
    engine: engine === 'auto' ? (engines[0] ?? 'cpu') : engine,
  }
  const bfloat16 = hyperparameters.precision === 'float32' || machineCan()
  return needsOf(settings, { memory, disk: await freeDisk(root), engines, bfloat16 })
}

/** Engines that work here, fastest first; before the first probe, the installed ones. */
function usable(reports: readonly EngineReport[]): EngineName[] {
  if (reports.length > 0) return reports.flatMap((r) => (r.available ? [r.name] : []))
  return engineNames.filter((name) => name !== 'tensorflow' || nativeEngineStamp() !== undefined)
}
