import type { FloatFeed, LabelFeed } from '../../engine/engine'
import type { Gan } from '../../gan/training/gan'
import { RandomStream } from '../../gan/random/random'

const SIDE = 5
/** The most classes that have a column each. */
const MOST_COLUMNS = 10
/** The most images in a grid of one image per class. */
const MOST_IMAGES = MOST_COLUMNS ** 2

/** The latents of a run's sample grids, always the same, with labels if G takes any. */
export interface GridPlan {
  columns: number
  latents: FloatFeed
  labels: LabelFeed | undefined
}

/**
 * The latents and labels of a run's sample grids. Unconditional: 5 x 5 images. Up to 10 classes: a
 * column for each, with the same five latents, so that rows show what the latent decides and
 * columns what the class does. More classes: one image for each, of up to 100 evenly spaced ones.
 */
export function gridPlan(
  seed: number,
  { latentDim, generator }: Pick<Gan, 'latentDim' | 'generator'>,
): GridPlan {
  const latentsOf = (count: number): Float32Array =>
    RandomStream.seeded(seed, 'sample').fillNormal(new Float32Array(count * latentDim))
  const plan = (columns: number, latents: Float32Array, labels?: Int32Array): GridPlan => ({
    columns,
    latents: { shape: [latents.length / latentDim, latentDim], data: latents },
    labels: labels === undefined ? undefined : { shape: [labels.length], data: labels },
  })
  const { labels } = generator
  if (labels?.use !== 'taken') return plan(SIDE, latentsOf(SIDE * SIDE))
  const { classes } = labels
  if (classes <= MOST_COLUMNS) {
    const rows = latentsOf(SIDE)
    const latents = new Float32Array(SIDE * classes * latentDim)
    for (let image = 0; image < SIDE * classes; image++) {
      const row = Math.floor(image / classes) * latentDim
      latents.set(rows.subarray(row, row + latentDim), image * latentDim)
    }
    return plan(
      classes,
      latents,
      Int32Array.from({ length: SIDE * classes }, (_, i) => i % classes),
    )
  }
  const count = Math.min(classes, MOST_IMAGES)
  const spaced = Int32Array.from({ length: count }, (_, i) => Math.floor((i * classes) / count))
  return plan(Math.min(MOST_COLUMNS, Math.ceil(Math.sqrt(count))), latentsOf(count), spaced)
}

/** The columns and the most images of a grid that shows a training batch. */
export const BATCH_COLUMNS = SIDE
export const GRID_IMAGES = SIDE * SIDE
