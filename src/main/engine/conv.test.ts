import { memory, sum, mul, tensor, tidy, grads } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { engineNames } from '../../contract/engines'
import { conv2d, conv2dTranspose } from './ops/conv'
import { openEngine } from './open'

interface Case {
  batch: number
  height: number
  width: number
  inputs: number
  outputs: number
  kernel: number
  stride: number
  padding: number
}

const cases: Case[] = [
  { batch: 1, height: 5, width: 5, inputs: 8, outputs: 2, kernel: 3, stride: 1, padding: 2 },
  { batch: 1, height: 8, width: 8, inputs: 8, outputs: 2, kernel: 3, stride: 2, padding: 0 },
  { batch: 2, height: 6, width: 8, inputs: 9, outputs: 3, kernel: 5, stride: 2, padding: 2 },
  { batch: 1, height: 7, width: 6, inputs: 8, outputs: 2, kernel: 5, stride: 2, padding: 2 },
  { batch: 1, height: 5, width: 5, inputs: 8, outputs: 2, kernel: 3, stride: 1, padding: 1 },
  { batch: 1, height: 9, width: 9, inputs: 8, outputs: 2, kernel: 4, stride: 3, padding: 0 },
  { batch: 3, height: 8, width: 8, inputs: 2, outputs: 5, kernel: 5, stride: 2, padding: 2 },
  { batch: 1, height: 7, width: 10, inputs: 1, outputs: 3, kernel: 5, stride: 2, padding: 2 },
  { batch: 2, height: 6, width: 5, inputs: 3, outputs: 1, kernel: 3, stride: 1, padding: 1 },
  { batch: 2, height: 9, width: 9, inputs: 2, outputs: 2, kernel: 4, stride: 3, padding: 0 },
]

/** Numbers without a pattern that a wrong index could repeat. */
const numbers = (count: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, k) => Math.sin(phase + 0.731 * k + 0.0137 * k * k))

const places = (size: number, c: Case): number =>
  Math.floor((size + 2 * c.padding - c.kernel) / c.stride) + 1

function setUp(c: Case) {
  const [h, w] = [places(c.height, c), places(c.width, c)]
  const large = [c.batch, c.height, c.width, c.inputs] as const
  const small = [c.batch, h, w, c.outputs] as const
  const filter = [c.kernel, c.kernel, c.inputs, c.outputs] as const
  const data = (shape: readonly number[], phase: number) =>
    numbers(
      shape.reduce((a, b) => a * b, 1),
      phase,
    )
  return { large, small, filter, x: data(large, 1), y: data(small, 2), f: data(filter, 3) }
}

/**
 * Calls back with the indices of every product in the definition: into the large image, the filter
 * and the small image.
 */
function eachProduct(c: Case, visit: (large: number, filter: number, small: number) => void): void {
  const [h, w] = [places(c.height, c), places(c.width, c)]
  const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
  for (const n of range(c.batch)) {
    for (const [i, j] of range(h).flatMap((a) => range(w).map((b) => [a, b] as const))) {
      for (const [ky, kx] of range(c.kernel).flatMap((a) =>
        range(c.kernel).map((b) => [a, b] as const),
      )) {
        const [top, left] = [i * c.stride - c.padding + ky, j * c.stride - c.padding + kx]
        if (top < 0 || left < 0 || top >= c.height || left >= c.width) continue
        for (const a of range(c.inputs)) {
          for (const b of range(c.outputs)) {
            visit(
              ((n * c.height + top) * c.width + left) * c.inputs + a,
              ((ky * c.kernel + kx) * c.inputs + a) * c.outputs + b,
              ((n * h + i) * w + j) * c.outputs + b,
            )
          }
        }
      }
    }
  }
}

function byDefinition(c: Case) {
  const { x, y, f } = setUp(c)
  const [forward, transposed, filter] = [y, x, f].map(({ length }) => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const add = (to: Float64Array, at: number, value: number) => (to[at] = (to[at] ?? NaN) + value)
  eachProduct(c, (l, k, s) => {
    add(forward, s, (x[l] ?? NaN) * (f[k] ?? NaN))
    add(transposed, l, (y[s] ?? NaN) * (f[k] ?? NaN))
    add(filter, k, (x[l] ?? NaN) * (y[s] ?? NaN))
  })
  return { forward, transposed, filter }
}

/** Adds bias[c] to all numbers of channel c. */
const biased = (values: Float64Array, bias: Float32Array): Float64Array =>
  values.map((value, i) => value + (bias[i % bias.length] ?? NaN))

function expectClose(actual: Tensor, expected: Float64Array): void {
  const data = actual.dataSync<'float32'>()
  expect(data.length).toBe(expected.length)
  const worst = data.reduce((max, v, i) => Math.max(max, Math.abs(v - (expected[i] ?? NaN))), 0)
  expect(worst).toBeLessThan(2e-5)
}

const images = (data: Float32Array, shape: readonly number[]): Tensor4D =>
  tensor(data, [...shape]) as Tensor as Tensor4D
const weighted = (y: Tensor, weights: Tensor) => sum(mul(y, weights))

describe.each(engineNames)('convolutions on %s', (engine) => {
  beforeAll(async () => {
    await openEngine(engine, 1)
  })

  describe.each(cases)('$kernel x $kernel, stride $stride, $height x $width', (c) => {
    const { large, small, filter, x, y, f } = setUp(c)
    const window = { stride: c.stride, padding: c.padding }
    const size = { height: c.height, width: c.width }
    const [forward, transposed] = [
      (a: Tensor, k: Tensor, b?: Tensor) => conv2d(a as Tensor4D, k, b, window),
      (a: Tensor, k: Tensor, b?: Tensor) =>
        conv2dTranspose(a as Tensor4D, k, b, { ...window, ...size }),
    ]

    it('match the definition, with and without bias', () => {
      const expected = byDefinition(c)
      tidy(() => {
        const [a, b, k] = [images(x, large), images(y, small), images(f, filter)]
        const [biasO, biasI] = [numbers(c.outputs, 4), numbers(c.inputs, 5)]
        expect(forward(a, k).shape).toEqual([...small])
        expect(transposed(b, k).shape).toEqual([...large])
        expectClose(forward(a, k), expected.forward)
        expectClose(forward(a, k, tensor(biasO)), biased(expected.forward, biasO))
        expectClose(transposed(b, k), expected.transposed)
        expectClose(transposed(b, k, tensor(biasI)), biased(expected.transposed, biasI))
      })
    })

    it('have the gradients of the definition', () => {
      const expected = byDefinition(c)
      const biasSum = (values: Float32Array, channels: number) =>
        Float64Array.from({ length: channels }, (_, channel) =>
          values.reduce((total, v, i) => (i % channels === channel ? total + v : total), 0),
        )
      tidy(() => {
        const [a, b, k] = [images(x, large), images(y, small), images(f, filter)]
        const ofForward = grads((p: Tensor, q: Tensor, r: Tensor) => weighted(forward(p, q, r), b))
        const [da, dk, dbias] = ofForward([a, k, tensor(numbers(c.outputs, 4))])
        expectClose(da as Tensor, expected.transposed)
        expectClose(dk as Tensor, expected.filter)
        expectClose(dbias as Tensor, biasSum(y, c.outputs))
        const ofTransposed = grads((p: Tensor, q: Tensor, r: Tensor) =>
          weighted(transposed(p, q, r), a),
        )
        const [db, dk2, dbias2] = ofTransposed([b, k, tensor(numbers(c.inputs, 5))])
        expectClose(db as Tensor, expected.forward)
        expectClose(dk2 as Tensor, expected.filter)
        expectClose(dbias2 as Tensor, biasSum(x, c.inputs))
      })
    })

    it('leak no tensor', () => {
      const { numTensors, numDataBuffers } = memory()
      tidy(() => {
        const [a, k] = [images(x, large), images(f, filter)]
        grads((p: Tensor, q: Tensor) => sum(forward(p, q)))([a, k])
        grads((p: Tensor, q: Tensor) => sum(transposed(p, q)))([images(y, small), k])
      })
      expect(memory()).toMatchObject({ numTensors, numDataBuffers })
    })
  })
})
