import { add, mul, scalar, tidy, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { countEntry, newVariable, parameterEntry } from './parameters'
import type { StateEntry } from './parameters'

/** A batch norm's averages from training, [features] each, which it uses in eval mode. */
interface RunningStatistics {
  readonly mean: Variable
  readonly variance: Variable
  readonly entries: readonly StateEntry[]
  /** Moves both towards those of a batch; the variance is unbiased. */
  add(mean: Tensor, variance: Tensor): void
}

/** @param momentum how far one batch moves them */
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
