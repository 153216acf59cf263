import { tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AnyOp } from '../define-op'
import type { MixedPrecision } from '../engine'
import { openEngine } from '../open'
import { cases } from '../ops/cases'
import type { OpCase } from '../ops/cases'
import * as registry from '../ops/registry'
import { inPrecision } from '../precision'
import { record } from './compile/record'
import { tensorflowBackend } from './binding'
import { tensorflowKernels } from './kernels'
import { mixedPrecision } from './mixed-precision'

// Every product and convolution is cast; where the processor has no bfloat16, it is emulated.
process.env['GAN_STUDIO_BFLOAT16'] = 'always'

let bfloat16: MixedPrecision

beforeAll(async () => {
  const { engine } = await openEngine('tensorflow', 1, undefined, 'bfloat16')
  if (engine.bfloat16 === undefined) throw new Error('the engine has no bfloat16')
  bfloat16 = engine.bfloat16
})

const castable = [
  ...(['dense', 'denseInputGradient', 'denseWeightGradient'] as const),
  ...(['conv2d', 'conv2dTranspose', 'conv2dFilterGradient'] as const),
]
const ops = registry as unknown as Record<string, AnyOp>
const all = castable.flatMap((name) => {
  const op = Object.values(ops).find((one) => one.name === name)
  if (op === undefined) throw new Error(`there is no op ${name}`)
  return cases[name].map((opCase, i): [string, AnyOp, OpCase] => [`${name} ${i + 1}`, op, opCase])
})

type Kernel = (inputs: object, attributes: object) => unknown
type Change = (value: number) => number

function run(op: AnyOp, { inputs, attributes }: OpCase, change: Change = (value) => value) {
  return tidy(() => {
    const given = Object.entries(inputs).map(([name, { data, shape }]): [string, Tensor] => [
      name,
      tensor(data.map(change), [...shape]),
    ])
    return (op.run(Object.fromEntries(given), attributes ?? {}) as Tensor).dataSync<'float32'>()
  })
}

const isByVector = ({ inputs }: OpCase): boolean =>
  Object.entries(inputs).some(([name, { shape }]) => name !== 'bias' && shape.includes(1))

/** Half the distance between neighbouring bfloat16 numbers, relative to their size. */
const ROUNDING = 2 ** -9
/**
 * Three for rounding the two operands and the result; the rest for partial results, whose number
 * depends on the processor.
 */
const ROUNDINGS = 16

describe.each(all)('%s', (_, op, opCase) => {
  it('is within the rounding of both operands, the result and partial results', () => {
    const exact = run(op, opCase)
    const rounded = inPrecision('bfloat16', () => run(op, opCase))
    // All of these ops sum products, so this is the sum of the products' absolute values.
    const sizes = run(op, opCase, Math.abs)
    const cast = !(op.name.startsWith('dense') && isByVector(opCase))
    if (cast) expect(rounded).not.toEqual(exact)
    else expect(rounded).toEqual(exact)
    rounded.forEach((value, i) => {
      const allowed = ROUNDINGS * ROUNDING * (sizes[i] ?? NaN) + 1e-6
      expect(Math.abs(value - (exact[i] ?? NaN))).toBeLessThanOrEqual(allowed)
    })
  })

  it('gives the bits of float32 if float32 was chosen', () => {
    const exact = run(op, opCase)
    inPrecision('bfloat16', () => run(op, opCase))
    const chosen = bfloat16.choices()
    expect(Object.values(chosen).every(Boolean)).toBe(true)
    bfloat16.restore(Object.fromEntries(Object.keys(chosen).map((key) => [key, false])))
    expect(inPrecision('bfloat16', () => run(op, opCase))).toEqual(exact)
    bfloat16.restore({})
  })
})

describe('timing', () => {
  it('happens once for each shape and leaves no trace in a recording', () => {
    const backend = tensorflowBackend()
    const { run: choose, choices } = mixedPrecision(backend)
    let runs = 0
    const recordings = [64, 64].map((size) => {
      const x = tensor(new Float32Array(size * size).fill(0.5), [size, size])
      const op = {
        name: 'MatMul',
        inputs: [x, x],
        attributes: (type: number) => [
          { name: 'T', type: backend.binding.TF_ATTR_TYPE, value: type },
          { name: 'transpose_a', type: backend.binding.TF_ATTR_BOOL, value: false },
          { name: 'transpose_b', type: backend.binding.TF_ATTR_BOOL, value: false },
        ],
        float32: () => {
          runs += 1
          return x.clone()
        },
      }
      const { recording } = record(backend, () => inPrecision('bfloat16', () => choose(op)))
      return recording.ops.map(({ name }) => name)
    })
    const [cast] = Object.values(choices())
    expect(Object.keys(choices())).toEqual([
      'MatMul 64x64 64x64 transpose_a=false transpose_b=false',
    ])
    const expected = cast === true ? ['Cast', 'Cast', 'MatMul', 'Cast'] : []
    expect(recordings).toEqual([expected, expected])
    expect(runs).toBeGreaterThan(1)
  })

  it.each(all)('leaves nothing outside a recording that it uses: %s', (name, op, opCase) => {
    const backend = tensorflowBackend()
    const kernels = tensorflowKernels(backend, 'onednn', mixedPrecision(backend).run)
    const kernel = kernels[op.name as keyof typeof kernels] as unknown as Kernel
    tidy(() => {
      const given = Object.entries(opCase.inputs).map(([key, { data, shape }]) => [
        key,
        tensor(data, [...shape]),
      ])
      const inputs = Object.fromEntries(given) as Record<string, Tensor>
      const known = new Set(backend.getInputTensorIds(Object.values(inputs)))
      const work = () => inPrecision('bfloat16', () => kernel(inputs, opCase.attributes ?? {}))
      const { recording } = record(backend, work)
      for (const id of recording.constants.keys()) known.add(id)
      for (const one of recording.ops) {
        if (one.kind === 'inPlace') throw new Error(`${name} updates in place`)
        expect(one.inputs.filter((id) => !known.has(id))).toEqual([])
        for (const id of one.outputs) known.add(id)
      }
    })
  })
})
