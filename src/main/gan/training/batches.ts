import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { Batching } from '../../../contract/run-length'
import { batchesPerEpoch, stepsPerEpoch } from '../../../contract/run-length'
import { epochOrder, gatherBatch, gatherLabels } from '../data/batches'
import type { Dataset } from '../../../contract/datasets/dataset'
import type { RandomStream } from '../random/random'
import type { StepSource } from './step-input'

/** The indices of the epoch's batches that a step takes; a tiny data set's batches are repeated. */
function batchIndices(step: number, batches: number, perEpoch: number): number[] {
  return Array.from({ length: batches }, (_, k) => (step * batches + k) % perEpoch)
}

/**
 * Every combination of sizes that a step's batches can have: all full, or with the short last batch
 * among them.
 */
export function batchSizes(h: Batching, images: number): number[][] {
  const { batchSize, discriminatorSteps: batches } = h
  const perEpoch = batchesPerEpoch(images, batchSize)
  const sizeOf = (index: number): number => Math.min(batchSize, images - index * batchSize)
  const found = new Map<string, number[]>()
  for (let step = 0; step < stepsPerEpoch(h, images); step++) {
    const sizes = batchIndices(step, batches, perEpoch).map(sizeOf)
    found.set(sizes.join(), sizes)
  }
  return [...found.values()]
}

/** The data set's batches, in the order in which training takes them. */
export class Batches {
  private order: { epoch: number; indices: Uint32Array } | undefined
  /** The batch of the epoch that follows those of the last step. */
  private next = 0
  /** The labels that occur in the data set, sorted; undefined until needed. */
  private classes: number[] | undefined

  constructor(
    private readonly dataset: Dataset,
    private readonly h: Batching & Pick<Hyperparameters, 'seed'>,
    private readonly noise: RandomStream,
  ) {}

  private drawLabels(target: Int32Array): void {
    // A class without images is never drawn: D would only ever see generated images of it.
    this.classes ??= [...new Set(this.dataset.labels)].sort((a, b) => a - b)
    for (let i = 0; i < target.length; i++) {
      target[i] = this.classes[this.noise.below(this.classes.length)] ?? 0
    }
  }

  /** The order of the images in an epoch, of which a step takes these batches next. */
  private orderOf(epoch: number, taken: readonly number[]): Uint32Array {
    const { dataset, h } = this
    const [first = 0] = taken
    const isOther = this.order?.epoch !== epoch
    if (this.order === undefined || isOther) {
      this.order = { epoch, indices: epochOrder(dataset.count, h.seed, epoch) }
    }
    const { indices } = this.order
    if (isOther || first !== this.next) dataset.images.follow?.(indices, first * h.batchSize)
    this.next = (taken.at(-1) ?? first) + 1
    return indices
  }

  /** The position of a step, counted from 0, in the data and the noise; epochs count from 0 too. */
  at(step: number): StepSource & { epoch: number } {
    const { dataset, h, noise } = this
    const batches = h.discriminatorSteps
    const perEpoch = stepsPerEpoch(h, dataset.count)
    const epoch = Math.floor(step / perEpoch)
    const all = batchesPerEpoch(dataset.count, h.batchSize)
    const taken = batchIndices(step % perEpoch, batches, all)
    const indices = this.orderOf(epoch, taken)
    const size = (index: number): number =>
      Math.min(h.batchSize, dataset.count - index * h.batchSize)
    const last = batches - 1
    // Only an epoch's last step can have a short batch.
    const perEpochSeen =
      (perEpoch - 1) * h.batchSize + size(batchIndices(perEpoch - 1, batches, all)[last] ?? 0)
    return {
      step,
      stepsPerEpoch: perEpoch,
      imagesSeen: epoch * perEpochSeen + (step % perEpoch) * h.batchSize,
      epoch,
      size: (batch) => size(taken[batch] ?? 0),
      images: (batch, target) =>
        gatherBatch(dataset, indices, taken[batch] ?? 0, h.batchSize, target),
      labels: (batch, target) =>
        gatherLabels(dataset, indices, taken[batch] ?? 0, h.batchSize, target),
      drawLabels: (target) => this.drawLabels(target),
      normal: (target) => void noise.fillNormal(target),
      uniform: (target) => void noise.fillUnit(target),
    }
  }
}
