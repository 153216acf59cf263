import { problemError } from '../../../contract/errors'
import type { EngineChoice } from '../../../contract/engines'
import type { NetProgress } from '../../../contract/feature-nets/progress'
import type { ReplyBody, TrainNetJob } from '../../../contract/trainer'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'
import type { StoredDatasets } from './stored-datasets'

/** The choices for the training of a data set's feature net. */
export interface NetTrainingChoice {
  engine: EngineChoice
  threads: number
  seed: number
}

/** The training of a data set's feature net, in a process of its own. */
export class NetTraining {
  /** Resolves when the net is stored; rejects if it fails or is cancelled. */
  readonly done: Promise<ReplyBody<'trainFeatureNet'>>
  private readonly process: TrainerProcess

  constructor(launch: Launch, job: TrainNetJob, onProgress: (progress: NetProgress) => void) {
    this.process = new TrainerProcess(launch, (event) => {
      if (event.type === 'featureNet') onProgress(event.progress)
    })
    this.done = this.process.request('trainFeatureNet', job).finally(() => void this.process.kill())
  }

  /** Ends the training; an earlier net of the data set remains. */
  cancel(): Promise<void> {
    return this.process.kill()
  }
}

/**
 * Finds the folder of a data set that can have a feature net.
 *
 * @throws StudioError `data` if there is no such data set; `usage` if it was not added to the studio
 */
export async function folderForNet(datasets: StoredDatasets, name: string): Promise<string> {
  const { kind, path, title } = await datasets.find(name)
  if (kind === 'prepared') return path
  throw problemError('usage', 'netNeedsPrepared', { name: title })
}
