import type { OpName } from '../register-kernels'

/* The inputs that tests call each op with. */

export interface Values {
  shape: readonly number[]
  data: Float32Array | Int32Array
}

export interface OpCase {
  inputs: Readonly<Record<string, Values>>
  attributes?: Readonly<Record<string, number | string>>
  /** The outputs that gradients pass through; all if absent. */
  differentiable?: readonly number[]
}

/** Numbers without a pattern, to expose wrong indices. */
export const numbers = (count: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, k) => Math.sin(phase + 0.731 * k + 0.0137 * k * k))

const floats =
  (change: (value: number) => number) =>
  (phase: number, ...shape: number[]): Values => {
    const count = shape.reduce((a, b) => a * b, 1)
    return { shape, data: numbers(count, phase).map(change) }
  }
const any = floats((value) => value)
const positive = floats((value) => Math.abs(value) + 0.1)
/** Far enough from 0 that a small step never changes a sign. */
const signed = floats((value) => value + Math.sign(value) * 0.2)
const integers = (...data: number[]): Values => ({
  shape: [data.length],
  data: Int32Array.from(data),
})
const scalar = (value: number): Values => ({ shape: [], data: Float32Array.of(value) })

const window = (kernel: number, stride: number, padding: number, size: readonly number[]) => {
  const [height = 0, width = 0] = size
  const places = (length: number) => Math.floor((length + 2 * padding - kernel) / stride) + 1
  return { kernel, stride, padding, height, width, h: places(height), w: places(width) }
}
/** Even and odd sizes, rows that the stride skips, few channels and many, even and odd padding. */
const windows = [
  { ...window(5, 2, 2, [6, 8]), batch: 2, inputs: 9, outputs: 3 },
  { ...window(5, 2, 2, [7, 6]), batch: 2, inputs: 2, outputs: 4 },
  { ...window(4, 3, 0, [9, 9]), batch: 2, inputs: 1, outputs: 2 },
  { ...window(3, 1, 1, [5, 4]), batch: 1, inputs: 8, outputs: 2 },
  { ...window(4, 2, 1, [6, 8]), batch: 2, inputs: 8, outputs: 3 },
  { ...window(5, 2, 2, [7, 6]), batch: 2, inputs: 9, outputs: 2 },
]

const batchNormCases = [
  { rows: 12, columns: 5, epsilon: 0.8 },
  { rows: 3, columns: 1, epsilon: 1e-2 },
]

export const cases: Readonly<Record<OpName, readonly OpCase[]>> = {
  averagePool: [
    { inputs: { x: any(1, 2, 6, 4, 3) }, attributes: { factor: 2 } },
    { inputs: { x: any(1, 1, 3, 6, 1) }, attributes: { factor: 3 } },
  ],
  adam: [
    {
      inputs: {
        parameter: any(1, 5, 3),
        m: any(2, 5, 3),
        v: positive(3, 5, 3),
        gradient: any(4, 5, 3),
        stepSize: scalar(1e-2),
        epsilon: scalar(1e-3),
      },
      attributes: { beta1: 0.5, beta2: 0.9 },
    },
    {
      inputs: {
        parameter: any(1, 5, 3),
        m: any(2, 5, 3),
        v: positive(3, 5, 3),
        gradient: any(4, 5, 3),
        stepSize: scalar(1e-2),
        epsilon: scalar(1e-3),
        beta2: scalar(0.95),
      },
      attributes: { beta1: 0.5, beta2: 0.9 },
    },
  ],
  batchNorm: batchNormCases.map(({ rows, columns, epsilon }) => ({
    inputs: { x: any(1, rows, columns), scale: any(2, columns), offset: any(3, columns) },
    attributes: { epsilon },
    differentiable: [0],
  })),
  // Without the values that a forward kernel keeps for it: x varies in this test, and they would
  // not. The gradient of batchNorm covers them.
  batchNormGradient: batchNormCases.map(({ rows, columns, epsilon }) => ({
    inputs: { dy: any(1, rows, columns), x: any(2, rows, columns), scale: any(3, columns) },
    attributes: { epsilon },
  })),
  biasGradient: [{ inputs: { dy: any(1, 7, 4) } }],
  blur: [{ inputs: { x: any(1, 2, 5, 4, 3) } }, { inputs: { x: any(1, 1, 1, 1, 1) } }],
  conv2d: windows.flatMap(({ batch, kernel, inputs, outputs, ...c }) => {
    const x = any(1, batch, c.height, c.width, inputs)
    const filter = any(2, kernel, kernel, inputs, outputs)
    const attributes = { stride: c.stride, padding: c.padding }
    const bias = any(3, outputs)
    return [
      { inputs: { x, filter }, attributes },
      { inputs: { x, filter, bias }, attributes },
    ]
  }),
  conv2dFilterGradient: windows.map(({ batch, kernel, stride, padding, ...c }) => ({
    inputs: {
      large: any(1, batch, c.height, c.width, c.inputs),
      small: any(2, batch, c.h, c.w, c.outputs),
    },
    attributes: { kernel, stride, padding },
  })),
  conv2dTranspose: windows.flatMap(({ batch, kernel, inputs, outputs, ...c }) => {
    const x = any(1, batch, c.h, c.w, outputs)
    const filter = any(2, kernel, kernel, inputs, outputs)
    const { stride, padding, height, width } = c
    const attributes = { stride, padding, height, width }
    return [
      { inputs: { x, filter }, attributes },
      { inputs: { x, filter, bias: any(3, inputs) }, attributes },
    ]
  }),
  dense: [
    { inputs: { x: any(1, 4, 5), weight: any(2, 5, 3) } },
    { inputs: { x: any(1, 4, 5), weight: any(2, 5, 3), bias: any(3, 3) } },
    { inputs: { x: any(1, 40, 24), weight: any(2, 24, 512), bias: any(3, 512) } },
  ],
  denseInputGradient: [
    { inputs: { dy: any(1, 4, 3), weight: any(2, 5, 3) } },
    { inputs: { dy: any(1, 33, 1024), weight: any(2, 7, 1024) } },
  ],
  denseWeightGradient: [{ inputs: { x: any(1, 4, 5), dy: any(2, 4, 3) } }],
  embedding: [
    { inputs: { table: any(1, 6, 3), indices: integers(0, 5, 2, 2, 5) } },
    { inputs: { table: any(1, 1, 4), indices: integers(0) } },
  ],
  embeddingGradient: [
    { inputs: { dy: any(1, 5, 3), indices: integers(0, 5, 2, 2, 5) }, attributes: { rows: 7 } },
  ],
  leakyRelu: [
    { inputs: { x: signed(1, 3, 4, 2) }, attributes: { slope: 0.2 } },
    { inputs: { x: signed(1, 7) }, attributes: { slope: 0 } },
  ],
  leakyReluGradient: [
    { inputs: { dy: any(1, 3, 4), x: signed(2, 3, 4) }, attributes: { slope: 0.2 } },
  ],
  powerIteration: [
    { inputs: { weight: any(1, 5, 4), from: any(2, 4) }, attributes: { side: 'columns' } },
    { inputs: { weight: any(1, 5, 4), from: any(2, 5) }, attributes: { side: 'rows' } },
  ],
  // Far from a singular value of 0, by which it divides.
  spectralNorm: [
    { inputs: { weight: positive(1, 5, 4), u: positive(2, 4), v: positive(3, 5) } },
    { inputs: { weight: positive(1, 3, 1), u: positive(2, 1), v: positive(3, 3) } },
  ],
  upsample: [
    { inputs: { x: any(1, 2, 3, 2, 3) }, attributes: { factor: 2 } },
    { inputs: { x: any(1, 1, 1, 2, 1) }, attributes: { factor: 3 } },
  ],
}
