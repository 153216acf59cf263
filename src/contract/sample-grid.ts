/* The layout of a run's sample grids. */

/** The rows and columns of unconditional runs' grids, and the latents that columns of classes share. */
const SIDE = 5
/** The most classes that have a column each. */
const MOST_COLUMNS = 10
/** The most images in a grid of one image per class. */
const MOST_IMAGES = MOST_COLUMNS ** 2

/** The images of a grid, row by row. */
interface SampleGrid {
  columns: number
  /** The latent of each image, by number, and its label if the generator takes any. */
  images: readonly { latent: number; label?: number }[]
}

/**
 * The images of a sample grid. Unconditional: 5 x 5 latents. Up to 10 classes: a column for each,
 * with the same five latents, so that rows show what the latent decides and columns what the class
 * does. More classes: one image for each, of up to 100 evenly spaced ones.
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

/** The columns and the most images of a grid that shows a training batch. */
export const BATCH_GRID = { columns: SIDE, images: SIDE * SIDE }
