import { shapeNotice } from '../../../contract/architectures/shapes'
import { problemError } from '../../../contract/errors'
import type { FeatureNetDocument } from '../../../contract/feature-nets/document'
import { readNetDocument } from '../../storage/feature-nets/read-net'
import { readNetWeights } from '../../storage/feature-nets/trained-net'
import { openClassifier } from './classifier'
import type { FeatureNet, NetImages } from './feature-net'

/**
 * Opens the feature net in a folder.
 *
 * @throws StudioError `data` if files are missing or have been changed; `checkpoint` if the weights
 *   do not fit the layers; `usage` if the net is for other images
 */
export async function openFolderNet(dir: string, images: NetImages): Promise<FeatureNet> {
  const document = await readNetDocument(dir)
  refuseOtherImages(document, images)
  return openClassifier(document, await readNetWeights(dir, document), dir)
}

function refuseOtherImages({ title, input }: FeatureNetDocument, given: NetImages): void {
  if (input.size === given.size && input.channels === given.channels) return
  const [wanted, offered] = [input, given].map(({ size, channels }) =>
    shapeNotice({ type: 'images', size, channels }),
  )
  const words = { title, wanted: wanted ?? '', given: offered ?? '' }
  throw problemError('usage', 'netForOtherImages', words)
}
