import { add, mul, scalar, tidy, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { countEntry, newVariable, parameterEntry } from './parameters'
import type { StateEntry } from './parameters'

/** The averages [features] of a batch norm's statistics in training, for use in eval mode. */
interface RunningStatistics {
  readonly mean: Variable
  readonly variance: Variable
  readonly entries: readonly StateEntry[]
  /** Moves both averages towards a batch's mean and unbiased variance. */
  add(mean: Tensor, variance: Tensor): void
}

/** @param momentum the weight of a batch's statistics in the new averages, as in PyTorch */
export function runningStatistics(features: number, momentum: number): RunningStatistics {
  const mean = newVariable(new Float32Array(features), [features], false)
  const variance = newVariable(new Float32Array(features).fill(1), [features], false)
  // A variable, not a number: a step must consist only of tensors to be compiled.
  const batches = tidy(() => variable(scalar(0, 'int32'), false))
  const moveTowards = (running: Variable, current: Tensor): void =>
    running.assign(add(mul(running, 1 - momentum), mul(current, momentum)))
  return {
    mean,
    variance,
    entries: [
      parameterEntry({ name: 'running_mean', variable: mean }),
      parameterEntry({ name: 'running_var', variable: variance }),
      countEntry('num_batches_tracked', batches),
    ],
    add(ofMean, ofVariance) {
      moveTowards(mean, ofMean)
      moveTowards(variance, ofVariance)
      batches.assign(add(batches, scalar(1, 'int32')))
    },
  }
}
