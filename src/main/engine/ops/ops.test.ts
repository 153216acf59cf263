import fs from 'node:fs'
import path from 'node:path'
import { add, memory, mul, sum, tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { engineNames } from '../../../contract/engines'
import type { AnyOp } from '../define-op'
import { openEngine } from '../open'
import { registerKernels } from '../register-kernels'
import type { OpName } from '../register-kernels'
import { cases, numbers } from './cases'
import type { OpCase, Values } from './cases'
import { dot, gradientError, gradientsOf, readGradients } from '../testing/finite-differences'
import type { Point } from '../testing/finite-differences'
import * as registry from './registry'

const ops = Object.entries(registry) as unknown as [OpName, AnyOp][]

/** An op with a set of inputs: its outputs, and those that gradients pass through. */
class Trial {
  private readonly moving: readonly string[]

  constructor(
    private readonly op: AnyOp,
    private readonly opCase: OpCase,
  ) {
    const entries = Object.entries(opCase.inputs)
    this.moving = entries.flatMap(([name, { data }]) => (data instanceof Float32Array ? name : []))
  }

  /** The float inputs' values, then the factors of the outputs. */
  get start(): Point {
    const inputs = this.moving.map((name) => this.values(name).data as Float32Array)
    return [...inputs, ...this.outputShapes().map((shape, k) => numbers(size(shape), 40 + k))]
  }

  outputs(how: 'run' | 'compose', inputs = this.tensors(this.start)): Tensor[] {
    const all: Record<string, Tensor> = {}
    for (const [name, { data, shape }] of Object.entries(this.opCase.inputs)) {
      const given = inputs[this.moving.indexOf(name)]
      all[name] = given ?? tensor(data, [...shape], 'int32')
    }
    return [this.op[how](all, this.opCase.attributes ?? {})].flat()
  }

  tensors(at: Point): Tensor[] {
    const shapes = [...this.moving.map((name) => this.values(name).shape), ...this.outputShapes()]
    return shapes.map((shape, i) => tensor(at[i] as Float32Array, [...shape]))
  }

  /** The weighted sum of all outputs, as exactly as possible. */
  value(at: Point): number {
    return tidy(() => {
      const weights = at.slice(this.moving.length)
      const parts = this.passing(this.outputs('run', this.tensors(at)))
      return parts.reduce((total, y, k) => total + dot(y.dataSync(), weights[k] ?? []), 0)
    })
  }

  /** The weighted sum of all outputs as a tensor. */
  weighted(tensors: Tensor[]): Tensor {
    const weights = tensors.slice(this.moving.length)
    const parts = this.passing(this.outputs('run', tensors))
    return parts.map((y, k) => sum(mul(y, weights[k] as Tensor))).reduce((a, b) => add(a, b))
  }

  private passing(outputs: Tensor[]): Tensor[] {
    return (this.opCase.differentiable ?? outputs.map((_, k) => k)).map((k) => outputs[k] as Tensor)
  }

  private outputShapes(): number[][] {
    return tidy(() => {
      const inputs = this.moving.map((name) => {
        const { data, shape } = this.values(name)
        return tensor(data, [...shape])
      })
      return this.passing(this.outputs('compose', inputs)).map(({ shape }) => shape)
    })
  }

  private values(name: string): Values {
    return this.opCase.inputs[name] as Values
  }
}

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** -> the sum of the gradient's numbers times fixed ones, plus half their squares */
function slopes(trial: Trial, tensors: Tensor[]): Tensor {
  const parts = gradientsOf(() => trial.weighted(tensors), tensors).flatMap((gradient, i) => {
    if (gradient === undefined) return []
    const fixed = tensor(numbers(gradient.size, 60 + i), gradient.shape)
    return [sum(mul(gradient, add(fixed, mul(gradient, 0.5))))]
  })
  return parts.reduce((a, b) => add(a, b))
}

function slopesValue(trial: Trial, at: Point): number {
  return tidy(() => {
    const tensors = trial.tensors(at)
    const gradients = readGradients(() => trial.weighted(tensors), tensors)
    return gradients.reduce((total, gradient, i) => {
      const fixed = numbers(gradient.length, 60 + i)
      return total + dot(gradient, fixed) + 0.5 * dot(gradient, gradient)
    }, 0)
  })
}

describe('the registry of ops', () => {
  it.each(ops)('has %s under its own name, with test inputs', (name, op) => {
    expect(op.name).toBe(name)
    expect(cases[name]?.length ?? 0).toBeGreaterThan(0)
    const named = new Set(cases[name].flatMap(({ inputs }) => Object.keys(inputs)))
    expect([...op.inputs].filter((input) => !named.has(input))).toEqual([])
  })

  it('has every op that a file in this folder defines', async () => {
    const isOp = (value: unknown): boolean =>
      typeof (value as AnyOp | null)?.register === 'function'
    const files = fs.readdirSync(import.meta.dirname).filter((file) => !file.includes('.test.'))
    const modules = await Promise.all(
      files.map(
        (file) => import(path.join(import.meta.dirname, file)) as Promise<Record<string, unknown>>,
      ),
    )
    const defined = new Set(modules.flatMap((module) => Object.values(module).filter(isOp)))
    expect(defined).toEqual(new Set(ops.map(([, op]) => op)))
  })
})

describe.each(engineNames)('on %s', (engineName) => {
  describe.each(['kernels', 'compositions'] as const)('by %s', (means) => {
    describe.each(ops)('%s', (name, op) => {
      const trials = (cases[name] ?? []).map((opCase) => new Trial(op, opCase))

      /** Computed by the composition on the plain JavaScript engine. */
      let expected: Float32Array[][]
      beforeAll(async () => {
        await openEngine('cpu', 1)
        expected = trials.map((trial) =>
          tidy(() => trial.outputs('compose').map((y) => Float32Array.from(y.dataSync()))),
        )
        await openEngine(engineName, 1)
        if (means === 'compositions') registerKernels(engineName, {})
      })

      it('gives the same result as its composition', () => {
        trials.forEach((trial, t) => {
          const found = tidy(() => trial.outputs('run').map((y) => y.dataSync<'float32'>()))
          expected[t]?.forEach((values, k) => {
            const off = values.map((value, i) => value - (found[k]?.[i] ?? NaN))
            const largest = Math.max(1, ...values.map(Math.abs))
            expect(Math.max(...off.map(Math.abs)) / largest).toBeLessThan(1e-5)
          })
        })
      })

      if (op.differentiable) {
        it('has a gradient that agrees with finite differences', () => {
          for (const trial of trials) {
            const at = trial.start
            const gradient = tidy(() => {
              const tensors = trial.tensors(at)
              return readGradients(() => trial.weighted(tensors), tensors)
            })
            expect(gradientError((point) => trial.value(point), at, gradient)).toBeLessThan(1e-3)
          }
        })

        it('has a second gradient that agrees with finite differences', () => {
          for (const trial of trials) {
            const at = trial.start
            const gradient = tidy(() => {
              const tensors = trial.tensors(at)
              return readGradients(() => slopes(trial, tensors), tensors)
            })
            const error = gradientError((point) => slopesValue(trial, point), at, gradient)
            expect(error).toBeLessThan(2e-3)
          }
        })
      } else {
        it('reports that it has no gradient', () => {
          for (const trial of trials) {
            const tensors = trial.tensors(trial.start)
            expect(() => gradientsOf(() => trial.weighted(tensors), tensors)).toThrow('gradient')
          }
        })
      }

      it('leaks no tensor', () => {
        for (const trial of trials) {
          const { numTensors, numDataBuffers } = memory()
          tidy(() => {
            const tensors = trial.tensors(trial.start)
            trial.outputs('run')
            trial.outputs('compose')
            if (!op.differentiable) return
            readGradients(() => trial.weighted(tensors), tensors)
            readGradients(() => slopes(trial, tensors), tensors)
          })
          expect(memory()).toMatchObject({ numTensors, numDataBuffers })
        }
      })
    })
  })
})
