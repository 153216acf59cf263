import { sampleGrid } from '../../../contract/sample-grid'
import type { FloatFeed, LabelFeed } from '../../engine/engine'
import type { Gan } from '../../gan/training/gan'
import { RandomStream } from '../../gan/random/random'

/** The fixed latents of a run's sample grids, with labels if the generator takes any. */
export interface GridPlan {
  columns: number
  latents: FloatFeed
  labels: LabelFeed | undefined
}

/** Plans a run's sample grids; the seed determines the latents. See {@link sampleGrid}. */
export function gridPlan(
  seed: number,
  { latentDim, generator }: Pick<Gan, 'latentDim' | 'generator'>,
): GridPlan {
  const classes = generator.labels?.use === 'taken' ? generator.labels.classes : undefined
  const { columns, images } = sampleGrid(classes)
  const count = images.length
  const drawn = RandomStream.seeded(seed, 'sample').fillNormal(new Float32Array(count * latentDim))
  const latents = new Float32Array(count * latentDim)
  images.forEach(({ latent }, i) => {
    const start = latent * latentDim
    latents.set(drawn.subarray(start, start + latentDim), i * latentDim)
  })
  const labels = Int32Array.from(images, ({ label = 0 }) => label)
  return {
    columns,
    latents: { shape: [count, latentDim], data: latents },
    labels: classes === undefined ? undefined : { shape: [count], data: labels },
  }
}
