import type { Dataset } from '../../../../contract/datasets/dataset'
import type { EngineInfo } from '../../../../contract/engines'
import type { SampleNeighbours, TypicalDistance } from '../../../../contract/neighbours/neighbours'
import { featureMatrix } from '../../../metrics/features/feature-matrix'
import type { FeatureMatrix } from '../../../metrics/features/feature-matrix'
import type { Nearest } from '../../../metrics/features/nearest'
import { NearestTraining } from '../../../metrics/training-images/nearest-training'
import { typicalOf } from '../../../metrics/training-images/typical-distance'
import { featuresOf } from '../feature-set'
import type { FeatureSpace } from '../feature-set'
import { productOf } from '../matrix-product'
import { chosenImages, imagesAt } from '../real-images'
import type { RealImages } from '../real-images'
import type { OnImages } from '../reference'

/** The number of real images that show which distances are typical. */
const TYPICAL = 1000

/** The images whose nearest training images are wanted: samples, held-out and training images. */
export class Queries {
  private constructor(
    private readonly samples: FeatureMatrix,
    private readonly heldOut: FeatureMatrix | undefined,
    private readonly training: FeatureMatrix,
    /** The training images among the queries, by their index. */
    private readonly chosen: Uint32Array,
  ) {}

  static async of(
    { images, onImages }: { images: RealImages; onImages: OnImages },
    space: FeatureSpace,
    samples: FeatureMatrix,
  ): Promise<Queries> {
    const featuresAt = async (part: Dataset, chosen: Uint32Array): Promise<FeatureMatrix> => {
      const progress = (done: number): void => onImages('real', done, chosen.length)
      return (await featuresOf(space, imagesAt(part, chosen), progress)).features
    }
    const training = await images.part('training')
    const chosen = chosenImages(training.count, 0, TYPICAL)
    const others = (await images.holdsOut()) ? await images.part('heldOut') : undefined
    const heldOut = others && (await featuresAt(others, chosenImages(others.count, 0, TYPICAL)))
    return new Queries(samples, heldOut, await featuresAt(training, chosen), chosen)
  }

  search(neighbours: number, engine: EngineInfo): NearestTraining {
    const sets = [this.samples, this.heldOut, this.training]
    // A training image's nearest neighbour is itself.
    return new NearestTraining(joined(sets), Math.max(neighbours, 2), productOf(engine))
  }

  results(
    nearest: Nearest,
    {
      neighbours,
      labels,
      part,
    }: { neighbours: number; labels: Int32Array | undefined; part: Dataset },
  ): { samples: SampleNeighbours[]; heldOut: TypicalDistance | null; training: TypicalDistance } {
    const { samples, heldOut } = this
    const afterSamples = samples.count
    const afterHeldOut = afterSamples + (heldOut?.count ?? 0)
    const distance = (image: number, k: number): number => Math.sqrt(nearest.kth(image, k))
    const ofHeldOut = Array.from({ length: heldOut?.count ?? 0 }, (_, i) =>
      distance(afterSamples + i, 1),
    )
    const ofTraining = Array.from(this.chosen, (index, i) => {
      const image = afterHeldOut + i
      const isItself = nearest.indices[image * nearest.most] === index
      return distance(image, isItself ? 2 : 1)
    })
    const neighboursOf = (image: number): SampleNeighbours['neighbours'] =>
      Array.from({ length: Math.min(neighbours, part.count) }, (_, k) => {
        const index = nearest.indices[image * nearest.most + k] as number
        return { index, distance: distance(image, k + 1), label: part.labels?.[index] ?? null }
      })
    return {
      samples: Array.from({ length: samples.count }, (_, i) => {
        return { label: labels?.[i] ?? null, neighbours: neighboursOf(i) }
      }),
      heldOut: heldOut === undefined ? null : typicalOf(ofHeldOut),
      training: typicalOf(ofTraining),
    }
  }
}

function joined(sets: readonly (FeatureMatrix | undefined)[]): FeatureMatrix {
  const present = sets.flatMap((set) => set ?? [])
  const data = new Float32Array(present.reduce((sum, set) => sum + set.data.length, 0))
  let at = 0
  for (const set of present) {
    data.set(set.data, at)
    at += set.data.length
  }
  return featureMatrix(data, present[0]?.dim ?? 1)
}
