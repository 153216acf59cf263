import { presets } from '../../../contract/hyperparameters'
import type { Metrics } from '../../../contract/metrics/record'
import type { RunConfig } from '../../../contract/run'
import type { HostTensor, StateDict } from '../../../contract/tensors'
import type { CheckpointContents } from '../checkpoints/checkpoints'

export const someConfig: RunConfig = {
  hyperparameters: presets.reference,
  dataset: 'mnist',
  engine: 'auto',
  threads: 0,
}

export function f32(shape: readonly number[], values: readonly number[]): HostTensor {
  return { dtype: 'F32', shape, data: Float32Array.from(values) }
}

export function i64(shape: readonly number[], values: readonly number[]): HostTensor {
  return { dtype: 'I64', shape, data: BigInt64Array.from(values.map(BigInt)) }
}

/** Small networks with weights derived from `seed`. */
export function someWeights(seed: number): StateDict {
  return new Map([
    ['model.0.weight', f32([3, 2], [seed, 1.5, -2, 0, 1e-3, seed / 7])],
    ['model.0.bias', f32([3], [0.25, -seed, 3])],
    ['model.1.num_batches_tracked', i64([], [seed])],
  ])
}

export function someContents(step: number, seed = step): CheckpointContents {
  return {
    step,
    hyperparameters: presets.reference,
    dataset: {
      name: 'mnist',
      fingerprint: 'ab'.repeat(32),
      images: 60_000,
      width: 28,
      height: 28,
      channels: 1,
    },
    engine: 'cpu',
    host: {
      noise: [1, 2, 3, 0xffffffff],
      'optimizer.generator': [step],
      'optimizer.discriminator': [step],
    },
    files: new Map([
      ['generator', someWeights(seed)],
      ['discriminator', someWeights(seed + 1)],
      ['optimizer', someWeights(seed + 2)],
    ]),
  }
}

export function someMetrics(step: number): Metrics {
  const epoch = Math.ceil(step / 938)
  return { step, epoch, lossD: 1 / step, lossG: 0.7, dReal: 0.5, dFake: 0.25 }
}

/** Reproducible random numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
