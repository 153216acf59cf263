import type { Dataset } from '../../../contract/datasets/dataset'
import { netSummarySchema } from '../../../contract/feature-nets/summary'
import type { NetProgress } from '../../../contract/feature-nets/progress'
import type { ReplyBody, TrainNetJob } from '../../../contract/trainer'
import { openEngine } from '../../engine/open'
import { refuseUnlabelled } from '../../metrics/nets/train/refusals'
import { trainNet } from '../../metrics/nets/train/train-net'
import { loadPrepared } from '../../storage/datasets/load-prepared'
import { requirePrepared } from '../../storage/datasets/read-document'
import type { PreparedDataset } from '../../storage/datasets/read-document'
import { sweepTemporaries } from '../../storage/files/atomic'
import { datasetNetDirectory } from '../../storage/feature-nets/paths'
import { writeTrainedNet } from '../../storage/feature-nets/trained-net'
import { everyMilliseconds } from './pace'

/** Larger images are resized to this height and width: more pixels cost time and add little. */
const LARGEST = 128
/** Milliseconds between reports. */
const REPORT_EVERY = 400
const MOST_TITLE = 100

/**
 * Trains the feature net of a prepared data set and stores it in the data set's folder, replacing
 * an earlier net. Nothing is stored before the net is complete.
 *
 * @throws StudioError `data` if the data set cannot be read, has no labels, fewer than two classes
 *   or too few images; `engine`; `storage`
 */
export async function trainDatasetNet(
  job: TrainNetJob,
  onProgress: (progress: NetProgress) => void,
): Promise<ReplyBody<'trainFeatureNet'>> {
  onProgress({ stage: 'reading', step: 0, steps: 0, epoch: 0, epochs: 0 })
  const prepared = await requirePrepared(job.dir)
  const { name, classes, width } = prepared.document
  const labelled = refuseUnlabelled(name, classes)
  const { engine, notes } = await openEngine(job.engine, job.threads, job.setup)
  const opened: Dataset[] = []
  try {
    const load = async (split: 'train' | 't10k'): Promise<Dataset> => {
      const dataset = await loadPart(prepared, split)
      opened.push(dataset)
      return dataset
    }
    const { facts, tensors } = await trainNet({
      id: 'dataset-net',
      title: `LeNet for ${name}`.slice(0, MOST_TITLE),
      train: await load('train'),
      test: isTestable(prepared) ? await load('t10k') : undefined,
      takes: width,
      classes: labelled,
      seed: job.seed,
      engine: `${engine.info.name} ${engine.info.version}`,
      onProgress: everyMilliseconds(REPORT_EVERY, onProgress),
    })
    await sweepTemporaries(job.dir, 0)
    const document = await writeTrainedNet(datasetNetDirectory(job.dir), facts, tensors)
    return { ...netSummarySchema.parse(document), engine: engine.info, notes }
  } finally {
    for (const { images } of opened) await images.close?.()
  }
}

function loadPart(prepared: PreparedDataset, split: 'train' | 't10k'): Promise<Dataset> {
  const { width, channels } = prepared.document
  return loadPrepared(prepared, { imageSize: Math.min(width, LARGEST), channels, split })
}

/** True if there are held-out images, and they have labels. */
const isTestable = ({ document: { holdOut } }: PreparedDataset): boolean =>
  holdOut !== null && holdOut.images > 0 && holdOut.labels !== null
