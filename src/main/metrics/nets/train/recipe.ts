/** The settings of a classifier's training. */
export interface ClassifierRecipe {
  epochs: number
  batchSize: number
  /** The initial learning rate, which falls to 0 along half a cosine wave. */
  learningRate: number
  weightDecay: number
  /** Images are shifted by up to this many pixels in both directions. */
  shift: number
}

/** Images to train on over all epochs; larger sets are seen at least twice. */
const IMAGES_SEEN = 900_000
const MOST_EPOCHS = 60

/** The recipe for the given number and size of images. */
export const recipeFor = (images: number, size: number): ClassifierRecipe => ({
  epochs: Math.max(2, Math.min(MOST_EPOCHS, Math.round(IMAGES_SEEN / images))),
  batchSize: 128,
  learningRate: 2e-3,
  weightDecay: 0.05,
  shift: Math.round(size / 14),
})
