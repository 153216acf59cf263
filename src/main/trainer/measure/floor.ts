import type { Floor, MetricResult } from '../../../contract/evaluations/evaluation'
import { computeMetrics } from './compute-metrics'
import type { FloorImages, Reference } from './reference'
import type { MetricProgress } from './reports'

/**
 * The metrics that a floor can have. Training images are their own nearest training images, so
 * memorisation is meaningless for them.
 */
export const keysOfFloor = (keys: readonly string[]): string[] =>
  keys.filter((key) => key !== 'memorisation')

/** The metrics of a floor that have not been computed for the reference. */
export function missingInFloor(
  { floors }: Pick<Reference, 'floors'>,
  { count, keys, seed }: { count: number; keys: readonly string[]; seed: number },
): string[] {
  const known = floors.get(count)
  return keys.filter((key) => known?.has(`${key} ${seed}`) !== true)
}

/** The metrics with real images in place of generated ones; each is computed once per reference. */
export async function floorOf(
  reference: Reference,
  images: FloorImages,
  { keys, seed }: { keys: readonly string[]; seed: number },
  onMetric: (progress: MetricProgress) => void,
): Promise<Floor> {
  const { split, outputs, labels } = images
  const { count } = outputs.features
  const known = reference.floors.get(count) ?? new Map<string, MetricResult>()
  reference.floors.set(count, known)
  const missing = missingInFloor(reference, { count, keys, seed })
  const inputs = {
    ...{ real: reference.real.features, generated: outputs.features, seed },
    ...(outputs.probabilities === undefined ? {} : { probabilities: outputs.probabilities }),
    ...(reference.classCounts === undefined ? {} : { classCounts: reference.classCounts }),
    ...(labels === undefined ? {} : { asked: labels }),
  }
  // Skipped metrics are ignored: they are also skipped for the generated images.
  const { results } = await computeMetrics(inputs, missing, onMetric)
  for (const result of results) known.set(`${result.key} ${seed}`, result)
  return { split, count, results: keys.flatMap((key) => known.get(`${key} ${seed}`) ?? []) }
}
