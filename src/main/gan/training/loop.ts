import type { NetworkSpecs } from '../../../contract/architectures/spec'
import { problemError } from '../../../contract/errors'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { stepMetrics } from '../../../contract/metrics/table'
import type { Metrics } from '../../../contract/metrics/record'
import { notice } from '../../../contract/notices'
import type { Dataset } from '../../../contract/datasets/dataset'
import { totalSteps } from '../../../contract/run-length'
import { Batches } from './batches'
import type { Gan } from './gan'
import { StepFeeds } from './feeds'
import type { StepRunner } from './step-runner'

export interface Training {
  gan: Gan
  runner: StepRunner
  dataset: Dataset
  hyperparameters: Hyperparameters
  /** A user's own networks, if the run has them. */
  networks?: NetworkSpecs | undefined
  /** Steps already done. */
  step: number
}

export interface StepReport {
  metrics: Metrics
  /** The generator step's images [N * pixels] in [-1, 1], if the run samples from batches. */
  images: Float32Array | undefined
}

/**
 * The training loop: for each epoch, for each batch in that epoch's order, one training step of the
 * recipe. Yields after each step; `training.step` counts the steps, and another call continues from
 * there.
 *
 * @throws StudioError `training` at the first metric that is not finite
 */
export function* train(training: Training, signal: AbortSignal): Generator<StepReport> {
  const { gan, dataset, hyperparameters: h } = training
  const { recipe, noise } = gan
  const total = totalSteps(h, dataset.count)
  const batches = new Batches(dataset, h, noise)
  const feeds = new StepFeeds(recipe)
  while (training.step < total && !signal.aborted) {
    const source = batches.at(training.step)
    const result = training.runner.run(feeds.next(source), { images: h.sampleLatents === 'batch' })
    training.step += 1
    const metrics = named(result.metrics)
    refuseNonFinite(metrics, training.step)
    const at = { step: training.step, epoch: source.epoch + 1 }
    yield { metrics: { ...at, ...metrics }, images: result.images }
  }
}

const named = (values: Float32Array): Record<string, number> =>
  Object.fromEntries(stepMetrics().map(({ key }, i) => [key, values[i] ?? NaN]))

function refuseNonFinite(metrics: Record<string, number>, step: number): void {
  if (Object.values(metrics).every(Number.isFinite)) return
  const values = Object.entries(metrics).map(([key, value]) =>
    notice('metricValue', { key, value: String(value) }),
  )
  throw problemError('training', 'metricsDiverged', { step, values })
}
