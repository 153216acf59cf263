import {
  engine,
  memory,
  mul,
  profile,
  reshape,
  square,
  sum,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core'
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { engineNames } from '../../../contract/engines'
import { openEngine } from '../open'
import { batchNorm, batchNorm2d } from './batch-norm'
import { numbers } from './cases'
import { conv2d } from './conv'
import { dense } from './dense'
import { dot, gradientError, gradientsOf, readGradients } from '../testing/finite-differences'
import type { Point } from '../testing/finite-differences'
import { leakyRelu } from './leaky-relu'

/** A small discriminator: images and parameters to logits. */
interface Discriminator {
  images: readonly number[]
  parameters: readonly (readonly number[])[]
  logits(x: Tensor, parameters: readonly Tensor[]): Tensor
}

const discriminators: Record<string, Discriminator> = {
  'dense layers': {
    images: [5, 6],
    parameters: [[6, 4], [4], [4, 1], [1]],
    logits: (x, [w1, b1, w2, b2]) =>
      dense(leakyRelu(dense(x, w1 as Tensor, b1), 0.2), w2 as Tensor, b2),
  },
  convolutions: {
    images: [3, 6, 6, 2],
    parameters: [[5, 5, 2, 3], [3], [3, 3, 3, 2], [2], [8, 1], [1]],
    logits: (x, [f1, b1, f2, b2, w, b]) => {
      const first = conv2d(x, f1 as Tensor, b1, { stride: 2, padding: 2 })
      const second = conv2d(leakyRelu(first, 0.2), f2 as Tensor, b2, { stride: 2, padding: 1 })
      return dense(reshape(leakyRelu(second, 0.2), [x.shape[0] ?? 0, -1]), w as Tensor, b)
    },
  },
  'batch norm of vectors': {
    images: [7, 5],
    parameters: [[5, 4], [4], [4], [4, 1]],
    logits: (x, [w1, scale, offset, w2]) => {
      const inner = dense(x, w1 as Tensor)
      const { output } = batchNorm(inner as Tensor2D, scale as Tensor, offset as Tensor, 0.1)
      return dense(leakyRelu(output, 0.2), w2 as Tensor)
    },
  },
  'batch norm of images': {
    images: [3, 5, 5, 2],
    parameters: [[3, 3, 2, 3], [3], [3], [27, 1], [1]],
    logits: (x, [filter, scale, offset, w, b]) => {
      const inner = conv2d(x, filter as Tensor, undefined, { stride: 2, padding: 1 }) as Tensor4D
      const { output } = batchNorm2d(inner, scale as Tensor, offset as Tensor, 0.1)
      return dense(reshape(leakyRelu(output, 0.2), [x.shape[0] ?? 0, -1]), w as Tensor, b)
    },
  },
}

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** d sum(D(x)) / dx, penalised by R1 and WGAN-GP. */
const slopes = (d: Discriminator, x: Tensor, parameters: readonly Tensor[]): Tensor =>
  gradientsOf(() => sum(square(d.logits(x, parameters))), [x])[0] as Tensor

const tensorsOf = (d: Discriminator, at: Point): [Tensor, Tensor[]] => {
  const [x, ...parameters] = [d.images, ...d.parameters].map((shape, i) =>
    tensor(at[i] as Float32Array, [...shape]),
  )
  return [x as Tensor, parameters]
}

describe.each(engineNames)('the gradient of a gradient penalty on %s', (engineName) => {
  beforeAll(async () => {
    await openEngine(engineName, 1)
  })

  it.each(Object.entries(discriminators))('through %s', (_, d) => {
    const at = [d.images, ...d.parameters].map((shape, i) => numbers(size(shape), 1 + 7 * i))
    const value = (point: Point): number =>
      tidy(() => {
        const slope = slopes(d, ...tensorsOf(d, point)).dataSync()
        return dot(slope, slope)
      })
    const { numTensors, numDataBuffers } = memory()
    const gradient = tidy(() => {
      const [x, parameters] = tensorsOf(d, at)
      const penalty = (): Tensor => sum(square(slopes(d, x, parameters)))
      return readGradients(penalty, [x, ...parameters])
    })
    expect(gradientError(value, at, gradient, 1e-3)).toBeLessThan(1e-2)
    expect(memory()).toMatchObject({ numTensors, numDataBuffers })
  })
})

describe('a gradient', () => {
  beforeAll(async () => {
    await openEngine('cpu', 1)
  })

  it('with respect to images does not compute those with respect to weights', async () => {
    const x = tensor(numbers(20, 1), [4, 5])
    const weight = tensor(numbers(15, 2), [5, 3])
    const [table, bias] = [tensor(numbers(12, 3), [4, 3]), tensor(numbers(3, 4))]
    const { kernelNames } = await profile(() =>
      tidy(() => {
        engine().gradients(() => sum(mul(dense(x, weight, bias), table)), [x])
      }),
    )
    expect(kernelNames).toContain('StudioDenseInputGradient')
    expect(kernelNames).not.toContain('StudioDenseWeightGradient')
    expect(kernelNames).not.toContain('StudioBiasGradient')
  })
})
