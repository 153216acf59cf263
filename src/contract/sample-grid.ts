/* The layout of a run's sample grids. */

/**
 * Rows and columns of a grid without classes, and latents per class in a grid with a column per
 * class.
 */
const SIDE = 5
/** The largest number of classes for which each has its own column. */
const MOST_COLUMNS = 10
/** The largest number of images in a grid with one image per class. */
const MOST_IMAGES = MOST_COLUMNS ** 2

/** The layout of a grid. */
interface SampleGrid {
  columns: number
  /** Row by row, the number of each image's latent, and its label if the generator takes labels. */
  images: readonly { latent: number; label?: number }[]
}

/**
 * Returns the layout of a sample grid. Without classes: 5 x 5 latents. Up to 10 classes: a column
 * for each class, with the same five latents, so that the images of a row differ only in class.
 * More classes: one image per class, for up to 100 evenly spaced classes.
 *
 * @param classes the number of classes, if the generator takes labels
 */
export function sampleGrid(classes: number | undefined): SampleGrid {
  if (classes === undefined) {
    return { columns: SIDE, images: numbers(SIDE * SIDE).map((latent) => ({ latent })) }
  }
  if (classes <= MOST_COLUMNS) {
    const images = numbers(SIDE * classes).map((i) => ({
      ...{ latent: Math.floor(i / classes), label: i % classes },
    }))
    return { columns: classes, images }
  }
  const count = Math.min(classes, MOST_IMAGES)
  const images = numbers(count).map((i) => ({
    ...{ latent: i, label: Math.floor((i * classes) / count) },
  }))
  return { columns: Math.min(MOST_COLUMNS, Math.ceil(Math.sqrt(count))), images }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** The columns and the largest number of images of a grid that shows a training batch. */
export const BATCH_GRID = { columns: SIDE, images: SIDE * SIDE }
