import { tensor, tidy, zeros } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import * as loops from '../host/loops'
import { openEngine } from '../open'
import { openBackend } from './backend'
import { KernelContext } from './context'
import { wasmKernels } from './layer-kernels'
import { compileKernels } from './library'

/** Numbers without a pattern that a wrong index could repeat. */
const numbers = (count: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, k) => Math.sin(phase + 0.731 * k + 0.0137 * k * k))

describe.each([
  ['with fused multiply-add, where there is one', true],
  ['without', false],
])('the wasm kernels %s', (_, relaxed) => {
  let context: KernelContext
  let kernels: ReturnType<typeof wasmKernels>

  beforeAll(async () => {
    await openEngine('wasm', 1)
    context = new KernelContext(openBackend(), compileKernels({ relaxed }))
    kernels = wasmKernels(context)
  })

  const read = (info: TensorInfo): Float32Array => Float32Array.from(context.values(info))
  const dispose = (...infos: TensorInfo[]) =>
    infos.forEach(({ dataId }) => (openBackend() as unknown as Disposer).disposeData(dataId))
  interface Disposer {
    disposeData(id: object): void
  }

  /** left [rows, depth] · right [depth, columns] in double precision. */
  function byDefinition(
    [rows, depth, columns]: readonly [number, number, number],
    left: (row: number, step: number) => number,
    right: (step: number, column: number) => number,
  ): Float64Array {
    return Float64Array.from({ length: rows * columns }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns]
      let sum = 0
      for (let step = 0; step < depth; step++) sum += left(row, step) * right(step, column)
      return sum
    })
  }

  /** To a few roundings of the largest value. */
  function expectClose(actual: Float32Array, expected: ArrayLike<number>): void {
    expect(actual.length).toBe(expected.length)
    const largest = (values: ArrayLike<number>) =>
      Array.from(values).reduce((max, value) => Math.max(max, Math.abs(value)), 0)
    const off = largest(actual.map((value, i) => value - (expected[i] ?? NaN)))
    expect(off).toBeLessThanOrEqual(2e-6 * Math.max(1, largest(expected)))
  }

  describe.each([
    [1, 1, 1],
    [1, 300, 17],
    [4, 8, 8],
    [5, 7, 9],
    [64, 100, 128],
    [3, 513, 12],
    [129, 1, 3],
    [130, 259, 1030],
  ] as const)('dense, %i images of %i features to %i', (n, i, o) => {
    const [xs, ws, bs, dys] = [
      numbers(n * i, 1),
      numbers(i * o, 2),
      numbers(o, 3),
      numbers(n * o, 4),
    ]
    const at = (data: Float32Array, index: number): number => data[index] ?? NaN

    it('match the definition for all three kinds of product', () => {
      tidy(() => {
        const [x, w, b] = [tensor(xs, [n, i]), tensor(ws, [i, o]), tensor(bs)]
        const dy = tensor(dys, [n, o])
        const y = kernels.dense({ x, weight: w, bias: b })
        const product = byDefinition(
          [n, i, o],
          (r, s) => at(xs, r * i + s),
          (s, c) => at(ws, s * o + c),
        )
        expectClose(
          read(y),
          product.map((value, k) => value + at(bs, k % o)),
        )
        const dx = kernels.denseInputGradient({ dy, weight: w })
        expectClose(
          read(dx),
          byDefinition(
            [n, o, i],
            (r, s) => at(dys, r * o + s),
            (s, c) => at(ws, c * o + s),
          ),
        )
        const dw = kernels.denseWeightGradient({ x, dy })
        expectClose(
          read(dw),
          byDefinition(
            [i, n, o],
            (r, s) => at(xs, s * i + r),
            (s, c) => at(dys, s * o + c),
          ),
        )
        const db = kernels.biasGradient({ dy })
        const sums = new Float32Array(o)
        loops.sumRowsLoop(dys, o, sums)
        expectClose(read(db), sums)
        dispose(y, dx, dw, db)
      })
    })
  })

  it('keep a NaN within its row or column', () => {
    tidy(() => {
      const [xs, ws] = [numbers(6 * 5, 1), numbers(5 * 11, 2)]
      xs[2 * 5 + 3] = NaN
      const y = kernels.dense({
        x: tensor(xs, [6, 5]),
        weight: tensor(ws, [5, 11]),
        bias: zeros([11]),
      })
      expect([...read(y)].map(Number.isNaN)).toEqual(
        Array.from({ length: 66 }, (_, k) => Math.floor(k / 11) === 2),
      )
      ws[1 * 11 + 10] = Infinity
      const y2 = kernels.dense({
        x: tensor(numbers(30, 1), [6, 5]),
        weight: tensor(ws, [5, 11]),
        bias: zeros([11]),
      })
      expect([...read(y2)].map(Number.isFinite)).toEqual(
        Array.from({ length: 66 }, (_, k) => k % 11 !== 10),
      )
      dispose(y, y2)
    })
  })

  it('write nothing outside a result', () => {
    tidy(() => {
      const [rows, columns] = [7, 13]
      const around = tensor(new Float32Array(rows * columns + 32).fill(7))
      const [left, right] = [tensor(numbers(rows * 3, 1)), tensor(numbers(3 * columns, 2))]
      context.multiply(
        { at: context.at(left), rows, columns: 3 },
        { at: context.at(right), rows: 3, columns },
        { result: context.at(around) + 4 * 16 },
      )
      const values = read(around)
      expect([...values.subarray(0, 16), ...values.subarray(-16)]).toEqual(Array(32).fill(7))
      expect([...values.subarray(16, -16)]).not.toContain(7)
    })
  })

  it('can add a product to a result, in the same order of terms', () => {
    tidy(() => {
      // Two blocks of 256 terms, which one product processes one after the other.
      const [xs, ws] = [numbers(5 * 512, 1), numbers(512 * 9, 2)]
      const whole = kernels.dense({
        x: tensor(xs, [5, 512]),
        weight: tensor(ws, [512, 9]),
        bias: zeros([9]),
      })
      const half = (start: number) =>
        tensor(
          Float32Array.from({ length: 5 * 256 }, (_, k) => {
            return xs[Math.floor(k / 256) * 512 + start + (k % 256)] ?? NaN
          }),
        )
      const parts = zeros([5, 9])
      for (const start of [0, 256]) {
        context.multiply(
          { at: context.at(half(start)), rows: 5, columns: 256 },
          {
            at: context.at(tensor(ws.subarray(start * 9, (start + 256) * 9))),
            rows: 256,
            columns: 9,
          },
          { result: context.at(parts), accumulate: start > 0 },
        )
      }
      expect(read(parts)).toEqual(read(whole))
      dispose(whole)
    })
  })

  it.each([0, 1, 3, 4, 5, 8, 1023])('leaky ReLU of %i values matches the loop', (count) => {
    tidy(() => {
      const [xs, dys] = [numbers(count, 1), numbers(count, 2)]
      if (count > 4) xs.set([0, -0, NaN, Infinity], 1)
      const [y, dx] = [
        kernels.leakyRelu({ x: tensor(xs) }, { slope: 0.2 }),
        kernels.leakyReluGradient({ dy: tensor(dys), x: tensor(xs) }, { slope: 0.2 }),
      ]
      const [expectedY, expectedDx] = [new Float32Array(count), new Float32Array(count)]
      const slope = Math.fround(0.2)
      loops.leakyReluLoop(xs, slope, expectedY)
      loops.leakyReluGradientLoop(dys, xs, slope, expectedDx)
      expect(read(y)).toEqual(expectedY)
      expect(read(dx)).toEqual(expectedDx)
      dispose(y, dx)
    })
  })

  it.each([
    [1, 5],
    [2, 1],
    [64, 256],
    [37, 13],
    [3136, 6],
  ])('batch norm of %i rows of %i matches the loops', (rows, columns) => {
    tidy(() => {
      const [xs, dys] = [numbers(rows * columns, 1), numbers(rows * columns, 2)]
      const [scale, offset] = [numbers(columns, 3), numbers(columns, 4)]
      const floats = (count = columns) => new Float32Array(count)
      const loop = {
        y: floats(rows * columns),
        mean: floats(),
        variance: floats(),
        inverseDeviation: floats(),
      }
      loops.batchNormLoop(xs, scale, offset, 0.8, loop)
      const x = tensor(xs, [rows, columns])
      const out = kernels.batchNorm(
        { x, scale: tensor(scale), offset: tensor(offset) },
        { epsilon: 0.8 },
      )
      const [y, mean, variance, kept0, kept1] = out as [
        TensorInfo,
        TensorInfo,
        TensorInfo,
        TensorInfo,
        TensorInfo,
      ]
      expectClose(read(y), loop.y)
      expectClose(read(mean), loop.mean)
      expectClose(read(variance), loop.variance)

      const gradients = { dx: floats(rows * columns), dscale: floats(), doffset: floats() }
      loops.batchNormGradientLoop(dys, xs, scale, loop, gradients)
      const dy = tensor(dys, [rows, columns])
      const results = kernels.batchNormGradient({ dy, x, scale: tensor(scale), kept0, kept1 })
      const [dx, dscale, doffset] = results as [TensorInfo, TensorInfo, TensorInfo]
      expectClose(read(dx), gradients.dx)
      expectClose(read(dscale), gradients.dscale)
      expectClose(read(doffset), gradients.doffset)
      dispose(...out, dx, dscale, doffset)
    })
  })

  describe('Adam', () => {
    const betas = { beta1: 0.5, beta2: 0.999 }
    const update = (count: number) => {
      const data = {
        parameter: numbers(count, 1),
        m: numbers(count, 2),
        v: numbers(count, 3).map(Math.abs),
        gradient: numbers(count, 4),
        stepSize: Float32Array.of(2e-4),
        epsilon: Float32Array.of(1e-8),
      }
      const to = {
        parameter: new Float32Array(count),
        m: new Float32Array(count),
        v: new Float32Array(count),
      }
      loops.adamLoop(data, betas, to)
      const tensors = Object.fromEntries(
        Object.entries(data).map(([name, values]) => [name, tensor(values)]),
      ) as Record<keyof typeof data, Tensor>
      return { data, tensors, expected: to }
    }

    it.each([0, 1, 4, 6, 1001])('updates %i parameters like the loop', (count) => {
      tidy(() => {
        const { tensors, expected } = update(count)
        const [parameter, m, v] = kernels.adam(tensors, betas) as [
          TensorInfo,
          TensorInfo,
          TensorInfo,
        ]
        expectClose(read(parameter), expected.parameter)
        expectClose(read(m), expected.m)
        expectClose(read(v), expected.v)
        dispose(parameter, m, v)
      })
    })

    it('updates values in place, but not values that other tensors share', () => {
      tidy(() => {
        const { data, tensors, expected } = update(9)
        const snapshot = tensors.parameter.clone()
        const [parameter, m] = kernels.adam(tensors, betas) as [TensorInfo, TensorInfo]
        expect(context.at(parameter)).not.toBe(context.at(tensors.parameter))
        expect(context.at(m)).toBe(context.at(tensors.m))
        expect(read(snapshot)).toEqual(data.parameter)
        expectClose(read(parameter), expected.parameter)
      })
    })
  })

  it('give the same bytes if the memory grows between two calls', () => {
    tidy(() => {
      const [x, w, b] = [
        tensor(numbers(64 * 50, 1), [64, 50]),
        tensor(numbers(50 * 30, 2), [50, 30]),
        tensor(numbers(30, 3)),
      ]
      const before = read(kernels.dense({ x, weight: w, bias: b }))
      const bytes = (): number => openBackend().wasm.asm.memory.buffer.byteLength
      const [size, held] = [bytes(), [] as Tensor[]]
      while (bytes() === size) held.push(zeros([1024, 1024]))
      expect(read(kernels.dense({ x, weight: w, bias: b }))).toEqual(before)
      expect(read(w)).toEqual(numbers(50 * 30, 2))
    })
  })
})
