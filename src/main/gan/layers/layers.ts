import { add, mul, tanh as tfTanh } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { batchNorm } from '../../engine/ops/batch-norm'
import type { Normalised } from '../../engine/ops/batch-norm'
import { dense } from '../../engine/ops/dense'
import { leakyRelu } from '../../engine/ops/leaky-relu'
import { axesOf, layoutOf, matrixLayout } from './features'
import type { Features } from './features'
import { affineOf, affineParameters, freezing, tensorsOf } from './frozen'
import type { Affine } from './frozen'
import { uniformByInputs } from './initial'
import type { Initial } from './initial'
import { simpleLayer } from './layer'
import type { Layer } from './layer'
import { newParameter, newVariable, parameterEntry } from './parameters'
import type { Parameter } from './parameters'
import { runningStatistics } from './running-statistics'
import { SpectralNormed } from './spectral-norm'
import { weightedLayer } from './weighted'
import type { RandomStream } from '../random/random'

/** Fully connected. Its weight is [out,in] in PyTorch and [in,out] in the engines. */
export function Dense(
  inputs: Features,
  outputs: Features,
  random: RandomStream,
  { initial = uniformByInputs, bias = true, spectralNorm = false }: DenseOptions = {},
): Layer {
  const [from, to] = [axesOf(inputs), axesOf(outputs)]
  const fan = { inputs: from.count, outputs: to.count }
  const weight = newParameter(
    'weight',
    initial.weight(random, from.count * to.count, fan),
    [from.count, to.count],
    matrixLayout(from, to),
  )
  const offset = (): Parameter =>
    newParameter('bias', initial.bias(random, to.count, fan), [to.count], layoutOf(to))
  const parameters: [Parameter, ...Parameter[]] = bias ? [weight, offset()] : [weight]
  if (spectralNorm) {
    return SpectralNormed(parameters, dense, random, { u: layoutOf(to), v: layoutOf(from) })
  }
  const layer = weightedLayer(dense)
  return { ...layer(parameters), ...freezing(layer, tensorsOf(parameters), 1) }
}

interface DenseOptions {
  initial?: Initial
  bias?: boolean
  spectralNorm?: boolean
}

export const LeakyReLU = (slope: number): Layer => simpleLayer((x) => leakyRelu(x, slope))

export const Tanh = (): Layer => simpleLayer((x) => tfTanh(x))

/** A separate layer that applies the factor and shift. */
function affineLayer(affine: Affine): Layer {
  const [factor, shift] = affineParameters(affine)
  const values = { factor: factor.variable, shift: shift.variable }
  const layer = simpleLayer((x) => add(mul(x, values.factor), values.shift), [factor, shift])
  return { ...layer, frozen: () => affineLayer(values) }
}

/** Batch normalisation of a batch of vectors, like PyTorch's BatchNorm1d. */
export const BatchNorm1d = (features: number, epsilon: number, momentum = 0.1): Layer =>
  batchNormLayer(features, { epsilon, momentum }, (x, scale, offset) =>
    batchNorm(x as Tensor2D, scale, offset, epsilon),
  )

/**
 * Normalises the last axis over all others, with `normalise`. The running variance is unbiased, and
 * every pass in training mode updates the running statistics.
 */
export function batchNormLayer(
  features: number,
  { epsilon, momentum }: { epsilon: number; momentum: number },
  normalise: (
    x: Tensor,
    scale: Tensor,
    offset: Tensor,
  ) => Omit<Normalised, 'output'> & { output: Tensor },
): Layer {
  const ones = (): Float32Array => new Float32Array(features).fill(1)
  const scale = newVariable(ones(), [features])
  const offset = newVariable(new Float32Array(features), [features])
  const running = runningStatistics(features, momentum)
  const parameters = [
    { name: 'weight', variable: scale },
    { name: 'bias', variable: offset },
  ]
  const affine = (): Affine => affineOf({ scale, offset, ...running }, epsilon)

  return {
    affine,
    batchwise: true,
    frozen: () => affineLayer(affine()),
    forward(x, mode) {
      if (mode === 'eval') {
        const { factor, shift } = affine()
        return add(mul(x, factor), shift)
      }
      const { output, mean, variance } = normalise(x, scale, offset)
      running.add(mean, variance)
      return output
    },
    parameters,
    entries: [...parameters.map(parameterEntry), ...running.entries],
  }
}
