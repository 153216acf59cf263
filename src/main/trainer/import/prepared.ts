import type { Preparation } from '../../../contract/datasets/preparation'
import { asNotice, StudioError } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import { decodePicture } from '../../image/decode-picture'
import { prepareImage } from '../../image/prepare'
import type { ReadImage } from '../../sources/source'

/** An image as it will be stored, with its size in the source; or why it is refused. */
export type Prepared =
  | {
      /** [imageSize, imageSize, channels] bytes. */
      pixels: Uint8Array
      width: number
      height: number
    }
  | { refused: Notice }

/** Decodes and prepares one image of a source; what is wrong with the image is a result. */
export async function prepared(image: ReadImage, preparation: Preparation): Promise<Prepared> {
  if ('refused' in image) return image
  try {
    const raster = 'pixels' in image ? image.pixels : await decodePicture(image.encoded)
    const { width, height } = raster
    return { pixels: prepareImage(raster, preparation), width, height }
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'data') throw error
    const { where: _same, ...refused } = asNotice(error, { remedy: false })
    return { refused }
  }
}
