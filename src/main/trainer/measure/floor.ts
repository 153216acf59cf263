import type { Floor, MetricResult } from '../../../contract/evaluations/evaluation'
import { computeMetrics } from './compute-metrics'
import type { FloorImages, Reference } from './reference'

/**
 * Metrics that say nothing of training images: they are their own nearest training images, and no
 * class was asked of them unless they have labels.
 */
const MEANINGLESS = ['memorisation']

/** The metrics of real images instead of generated ones; each is computed once per reference. */
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
  const asked = keys.filter((key) => !MEANINGLESS.includes(key))
  const missing = asked.filter((key) => !known.has(`${key} ${seed}`))
  const inputs = {
    ...{ real: reference.real.features, generated: outputs.features, seed },
    ...(outputs.probabilities === undefined ? {} : { probabilities: outputs.probabilities }),
    ...(reference.classCounts === undefined ? {} : { classCounts: reference.classCounts }),
    ...(labels === undefined ? {} : { asked: labels }),
  }
  // What cannot be measured of real images cannot be measured of generated ones either.
  const { results } = await computeMetrics(inputs, missing, (key, i) =>
    onMetric(key, i, missing.length),
  )
  for (const result of results) known.set(`${result.key} ${seed}`, result)
  return { split, count, results: asked.flatMap((key) => known.get(`${key} ${seed}`) ?? []) }
}
