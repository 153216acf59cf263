import type { MeasureJob } from '../../../contract/evaluations/measuring'
import { sliceOf } from '../../metrics/features/feature-matrix'
import type { FeatureMatrix } from '../../metrics/features/feature-matrix'
import { imageMetrics } from '../../metrics/metrics'
import { workPerPair } from '../../metrics/metric'
import type { Counts } from '../../metrics/metric'
import { nearestTraining } from '../../metrics/training-images/nearest-training'
import type { MatrixProduct } from '../../metrics/training-images/screened-neighbours'
import { missingInFloor } from './floor'
import { productOf } from './matrix-product'
import type { Missing } from './merge'
import type { Reference, ReferenceParts } from './reference'
import { partName } from './reports'
import type { MetricStage, Reports } from './reports'
import type { Part } from './time-left'

interface Planned extends ReferenceParts {
  job: Pick<MeasureJob, 'generatedCount' | 'seed'> & ReferenceParts['job']
  reference: Reference
  reports: Reports
}

/** If the real images are training images themselves, they are their own neighbours. */
export const comparesTraining = (
  keys: readonly string[],
  { split }: Pick<Reference, 'split'>,
): boolean => keys.includes('memorisation') && split === 'heldOut'

/** Passes the work that is left, and the speed of comparing features here, to the reports. */
export async function planRest(planned: Planned, missing: Missing): Promise<void> {
  const { reference, reports, engine } = planned
  const parts = await partsLeft(planned, missing)
  reports.plan(parts)
  for (const kind of ['pairs', 'training'] as const) {
    const work = parts.reduce((sum, part) => sum + (part.kind === kind ? part.amount : 0), 0)
    if (work < SMALL_WORK) continue
    const product = kind === 'training' ? productOf(engine) : undefined
    const speed = comparingSpeed(reference.real.features, product)
    if (speed !== undefined) reports.time.learn(kind, speed)
  }
}

async function partsLeft(planned: Planned, { results, floor }: Missing): Promise<Part[]> {
  const { job, reference } = planned
  const generated = results.length === 0 ? 0 : job.generatedCount
  const left = await reference.imagesLeft(planned, {
    training: comparesTraining(results, reference),
    floor: floor.length === 0 ? undefined : job.generatedCount,
  })
  const { features: real } = reference.real
  const training = (await planned.images.part('training')).count
  const counts = { real: real.count, generated, training, dim: real.dim }
  const inFloor = { count: left.floorImages, keys: floor, seed: job.seed }
  return [
    { name: 'generated', kind: 'generate', amount: generated },
    { name: 'training', kind: 'net', amount: left.training },
    ...metricParts('metric', results, { ...counts, realKnown: reference.wasUsed }),
    { name: 'floor', kind: 'net', amount: left.floor },
    ...metricParts('floorMetric', missingInFloor(reference, inFloor), {
      ...{ ...counts, generated: left.floorImages },
      realKnown: reference.wasUsed || results.length > 0,
    }),
  ]
}

/** The parts of computing metrics that may take long. */
export function metricParts(stage: MetricStage, keys: readonly string[], counts: Counts): Part[] {
  const shared = new Set<string>()
  return imageMetrics.flatMap(({ key, work }) => {
    const estimate = keys.includes(key) ? work?.(counts) : undefined
    if (estimate === undefined) return []
    const { kind, amount, once } = estimate
    if (once !== undefined && shared.has(once)) return []
    if (once !== undefined) shared.add(once)
    return [{ name: partName(stage, key), kind, amount }]
  })
}

/** The most multiplications of a test of the speed: a fraction of a second. */
const TEST_WORK = 1e8
/** Less work takes seconds on any computer, so testing its speed is not worthwhile. */
const SMALL_WORK = 1e9

/**
 * Tests how fast features are compared with those of training images, with some features of the
 * same set in their place.
 *
 * @returns multiplications per second; undefined if there are too few images
 */
function comparingSpeed(
  features: FeatureMatrix,
  product: MatrixProduct | undefined,
): number | undefined {
  const each = workPerPair(features.dim)
  const rows = Math.floor(Math.min(features.count / 2, Math.sqrt(TEST_WORK / each)))
  if (rows < 2) return undefined
  const others = sliceOf(features, rows, rows)
  const started = performance.now()
  nearestTraining(sliceOf(features, 0, rows), [others], 1, product)
  return (rows * rows * each * 1000) / Math.max(0.001, performance.now() - started)
}
