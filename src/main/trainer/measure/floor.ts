import type { Floor, MetricResult } from '../../../contract/evaluations/evaluation'
import { computeMetrics } from './compute-metrics'
import type { FloorImages, Reference } from './reference'

/**
 * The metrics that a floor can have. Training images are their own nearest training images, so
 * memorisation is meaningless for them.
 */
export const keysOfFloor = (keys: readonly string[]): string[] =>
  keys.filter((key) => key !== 'memorisation')

/** The metrics with real images in place of generated ones; each is computed once per reference. */
export async function floorOf(
  reference: Reference,
  images: FloorImages,
  { keys, seed }: { keys: readonly string[]; seed: number },
  onMetric: (key: string, index: number, of: number) => void,
): Promise<Floor> {
  const { split, outputs, labels } = images
  const { count } = outputs.features
  const known = reference.floors.get(count) ?? new Map<string, MetricResult>()
  reference.floors.set(count, known)
  const missing = keys.filter((key) => !known.has(`${key} ${seed}`))
  const inputs = {
    ...{ real: reference.real.features, generated: outputs.features, seed },
    ...(outputs.probabilities === undefined ? {} : { probabilities: outputs.probabilities }),
    ...(reference.classCounts === undefined ? {} : { classCounts: reference.classCounts }),
    ...(labels === undefined ? {} : { asked: labels }),
  }
  // Skipped metrics are ignored: they are also skipped for the generated images.
  const { results } = await computeMetrics(inputs, missing, (key, i) =>
    onMetric(key, i, missing.length),
  )
  for (const result of results) known.set(`${result.key} ${seed}`, result)
  return { split, count, results: keys.flatMap((key) => known.get(`${key} ${seed}`) ?? []) }
}
