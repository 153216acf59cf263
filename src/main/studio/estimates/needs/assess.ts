import type { Needs } from '../../../../contract/estimate'
import { engineNames } from '../../../../contract/engines'
import type { EngineName, EngineReport } from '../../../../contract/engines'
import type { RunConfig } from '../../../../contract/run'
import { machineMemory } from '../../../disk/memory'
import type { MachineMemory } from '../../../disk/memory'
import { nativeEngineStamp } from '../../../trainer/launch/native-stamp'
import { imagesOf } from '../estimates'
import { freeDisk } from './free-disk'
import { needsOf } from './needs'

interface Place {
  /** The data folder; a run's own where it resumes. */
  root: string
  datasetsDirs: readonly string[]
  /** As last tried; empty before that. */
  engines?: readonly EngineReport[]
  /** This machine's unless given. */
  memory?: MachineMemory
  /** The step from which an existing run resumes; absent for a new run. */
  resumesFrom?: number
}

/**
 * What a run would need here, by its settings and its images' header. For `auto`, of the engine
 * that it takes as far as that is known before engines are tried.
 *
 * @throws StudioError `data` if the data set cannot be used
 */
export async function assessNeeds(
  { hyperparameters, dataset, engine, compile = true }: RunConfig,
  { root, datasetsDirs, engines: reports = [], memory = machineMemory(), resumesFrom }: Place,
): Promise<Needs> {
  const images = await imagesOf(dataset, datasetsDirs)
  const engines = usable(reports)
  const asked = {
    ...{ hyperparameters, images, compile, resumesFrom },
    engine: engine === 'auto' ? (engines[0] ?? 'cpu') : engine,
  }
  return needsOf(asked, { memory, disk: await freeDisk(root), engines })
}

/** Engines that work here, fastest first; before they are tried, those that are installed. */
function usable(reports: readonly EngineReport[]): EngineName[] {
  if (reports.length > 0) return reports.flatMap((r) => (r.available ? [r.name] : []))
  return engineNames.filter((name) => name !== 'tensorflow' || nativeEngineStamp() !== undefined)
}
