import { shapeNotice } from '../../../contract/architectures/shapes'
import { problemError } from '../../../contract/errors'
import type { FeatureNetDocument } from '../../../contract/feature-nets/document'
import { readGraphFiles } from '../../storage/feature-nets/graph-net'
import { readOnnxFiles } from '../../storage/feature-nets/onnx-net'
import { readNetDocument } from '../../storage/feature-nets/read-net'
import { readNetWeights } from '../../storage/feature-nets/trained-net'
import { openClassifier } from './classifier'
import type { FeatureNet, NetImages } from './feature-net'
import { openGraphNet } from './models/graph-net'
import { openOnnxNet } from './models/onnx-net'

interface FolderPlace extends NetImages {
  /** Threads for runtimes other than the open engine. */
  threads?: number | undefined
}

/**
 * Opens the feature net in a folder.
 *
 * @throws StudioError `data` if files are missing or have been changed; `checkpoint` if the weights
 *   do not fit the layers; `usage` if the net is for other images; `engine` if the runtime that it
 *   needs is missing
 */
export async function openFolderNet(
  dir: string,
  { size, channels, threads = 1 }: FolderPlace,
): Promise<FeatureNet> {
  const images = { size, channels }
  const document = await readNetDocument(dir)
  refuseOtherImages(document, images)
  if (document.format === 'tfjs-graph') {
    return openGraphNet(document, await readGraphFiles(dir, document), images)
  }
  if (document.format === 'onnx') {
    return openOnnxNet(document, await readOnnxFiles(dir, document), { ...images, threads })
  }
  return openClassifier(document, await readNetWeights(dir, document), { where: dir, images })
}

/** @throws StudioError `usage` if the net is for images of another size or number of channels */
function refuseOtherImages({ title, input }: FeatureNetDocument, given: NetImages): void {
  const size = input.takes ?? input.size
  if (size === 'any' || (size === given.size && input.channels === given.channels)) return
  const [wanted, offered] = [{ size, channels: input.channels }, given].map((shape) =>
    shapeNotice({ type: 'images', ...shape }),
  )
  const words = { title, wanted: wanted ?? '', given: offered ?? '' }
  throw problemError('usage', 'netForOtherImages', words)
}
