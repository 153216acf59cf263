import type { MeasureJob } from '../../../contract/evaluations/measuring'
import type { AvailableInputs } from '../../metrics/metric'
import type { LoadedGenerator } from '../generate/load'
import { labelsFrom } from '../generate/labels'
import { labelsInShares } from './class-quotas'
import { featuresOf } from './feature-set'
import { generatedImages } from './generated-images'
import type { OnImages, Reference } from './reference'

/** Generates images, and returns everything that metrics need except for the training images. */
export async function generatedInputs(
  loaded: LoadedGenerator,
  reference: Reference,
  { seed, generatedCount: count }: MeasureJob,
  onImages: OnImages,
): Promise<AvailableInputs> {
  const { real, classCounts, net } = reference
  const labels = requestedLabels(loaded, reference, count)
  const source = generatedImages(loaded, { seed, count, labels })
  const { features, probabilities } = await featuresOf(net, source, (done) =>
    onImages('generated', done, count),
  )
  return {
    ...{ real: real.features, generated: features, seed },
    ...(probabilities === undefined ? {} : { probabilities }),
    ...(classCounts === undefined ? {} : { classCounts }),
    ...(labels === undefined ? {} : { asked: labels }),
  }
}

/**
 * How often each class is requested of a generator: as often as among the real images, or equally
 * often if these have no labels or more classes than the generator. Undefined for generators
 * without classes.
 */
export function classesRequested(
  { shape }: Pick<LoadedGenerator, 'shape'>,
  { classCounts }: Pick<Reference, 'classCounts'>,
): 'asReal' | 'equal' | undefined {
  if (shape.classes === undefined) return undefined
  return classCounts !== undefined && classCounts.length <= shape.classes ? 'asReal' : 'equal'
}

function requestedLabels(
  loaded: LoadedGenerator,
  reference: Reference,
  count: number,
): Int32Array | undefined {
  return classesRequested(loaded, reference) === 'asReal'
    ? labelsInShares(count, reference.classCounts ?? [])
    : labelsFrom(0, count, {}, loaded.shape)
}
