import type { DatasetListing } from '../../../contract/datasets/listing'
import { hyperparametersSchema, presetsByName } from '../../../contract/hyperparameters'
import type { Hyperparameters, PresetName } from '../../../contract/hyperparameters'
import { model } from '../../../contract/recipe/model'

export type Shape = Pick<DatasetListing, 'width' | 'height' | 'channels'>

/** The image size and channels of a run. */
type TrainedShape = Pick<Hyperparameters, 'imageSize' | 'channels'>

/** Below this number of images, the discriminator memorises them. */
const FEW_IMAGES = 2_000
/** The largest size, in pixels, of grey images that fully connected networks learn well. */
const LARGEST_FOR_MLP = 32

/** Models generate square images; the larger side keeps all detail. */
export const shapeOf = ({
  width,
  height,
  channels,
}: Shape): { side: number; channels: number } => ({
  side: Math.max(width, height),
  channels,
})

/** Returns the image size and channels nearest to a data set's that a run can have. */
export function trainableShape(dataset: Shape): TrainedShape {
  const { side, channels } = shapeOf(dataset)
  const { min, max } = model.imageSize
  return { imageSize: Math.min(max, Math.max(min, side)), channels }
}

/** Returns true if images are too large or colourful for fully connected networks. */
export const needsConvolutions = (dataset: Shape): boolean =>
  dataset.channels !== 1 || shapeOf(dataset).side > LARGEST_FOR_MLP

/** A built-in preset, and the values in place of its own that fit it to a data set. */
export interface Fitted {
  preset: PresetName
  values: Partial<Hyperparameters>
}

/**
 * Chooses the built-in preset that suits a data set: by the number, size and colour of its images.
 * The reference suits those that convolutional networks cannot have the size of.
 */
export function presetFor(dataset: Shape & Pick<DatasetListing, 'images'>): Fitted {
  const shape = trainableShape(dataset)
  const fitted = (preset: PresetName): Fitted => {
    const { batchSize } = presetsByName[preset].hyperparameters
    // Batch norm needs two images.
    const possible = Math.max(2, Math.min(batchSize, dataset.images))
    return { preset, values: { ...shape, batchSize: possible } }
  }
  const best = fitted(convolutional(dataset.images, shape))
  const all = { ...presetsByName[best.preset].hyperparameters, ...best.values }
  return hyperparametersSchema.safeParse(all).success ? best : fitted('reference')
}

function convolutional(images: number, { imageSize, channels }: TrainedShape): PresetName {
  if (images < FEW_IMAGES) return 'small-data'
  return imageSize === 64 && channels === 3 ? 'color-64' : 'dcgan'
}
