import {
  add,
  mean,
  mul,
  neg,
  reshape,
  softplus,
  square,
  sum,
  tensor,
  tidy,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CompileSteps, Feeds, Step } from '../engine'
import { openEngine } from '../open'
import { adam } from '../ops/adam'
import { batchNorm } from '../ops/batch-norm'
import { numbers } from '../ops/cases'
import { conv2d } from '../ops/conv'
import { dense } from '../ops/dense'
import { embedding } from '../ops/embedding'
import { gradientsOf } from '../testing/finite-differences'
import { leakyRelu } from '../ops/leaky-relu'

let compile: CompileSteps

beforeAll(async () => {
  const { engine } = await openEngine('tensorflow', 1)
  if (engine.compile === undefined) throw new Error('the engine cannot compile')
  compile = engine.compile
})

const BATCH = 6
const shapes = {
  filter: [5, 5, 1, 4],
  offset: [4],
  hidden: [64, 8],
  scale: [8],
  shift: [8],
  last: [8, 1],
  table: [5, 8],
}
type Name = keyof typeof shapes
const names = Object.keys(shapes) as Name[]
const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** A class-conditional discriminator that learns from real images under R1, with Adam. */
class Critic {
  readonly variables: Variable[]
  private readonly moments: Variable[]

  constructor(private readonly normalise: boolean) {
    const make = (data: Float32Array, shape: number[], trained: boolean): Variable =>
      tidy(() => variable(tensor(data, shape), trained))
    this.variables = names.map((name, i) =>
      make(
        numbers(size(shapes[name]), 3 * i).map((value) => value / 4),
        shapes[name],
        true,
      ),
    )
    this.moments = [0, 1].flatMap((k) =>
      names.map((name, i) =>
        make(new Float32Array(size(shapes[name])).fill((k * (i + 1)) / 100), shapes[name], false),
      ),
    )
  }

  get all(): Variable[] {
    return [...this.variables, ...this.moments]
  }

  readonly step: Step = ({ images, labels, stepSize, epsilon }) =>
    tidy(() => {
      let penalty: Scalar | undefined
      const { value, grads } = variableGrads(() => {
        const logits = (x: Tensor): Tensor => this.logits(x, labels as Tensor)
        const [slopes] = gradientsOf(() => sum(logits(images as Tensor)), [images as Tensor])
        penalty = mean(square(slopes as Tensor))
        const loss = mean<Scalar>(softplus(neg(logits(images as Tensor))))
        return add<Scalar>(loss, mul(penalty, 5))
      }, this.variables)
      const betas = { beta1: 0.5, beta2: 0.9 }
      this.variables.forEach((parameter, i) => {
        const [m, v] = [this.moments[i], this.moments[i + names.length]] as [Variable, Variable]
        const gradient = grads[parameter.name] as Tensor
        const rate = { stepSize: stepSize as Tensor, epsilon: epsilon as Tensor }
        const updated = adam({ parameter, m, v, gradient, ...rate }, betas)
        ;[parameter, m, v].forEach((target, k) => target.assign(updated[k] as Tensor))
      })
      return { loss: value }
    })

  private logits(x: Tensor, classes: Tensor): Tensor {
    const value = (name: Name): Variable => this.variables[names.indexOf(name)] as Variable
    const window = { stride: 2, padding: 2 }
    const features = leakyRelu(conv2d(x, value('filter'), value('offset'), window), 0.2)
    const inner = dense(reshape(features, [BATCH, -1]), value('hidden'))
    const [scale, shift] = [value('scale'), value('shift')]
    const normal = this.normalise
      ? batchNorm(inner as Tensor2D, scale, shift, 1e-3).output
      : add(mul(inner, scale), shift)
    const hidden = leakyRelu(normal, 0.2)
    const byClass = sum(mul(hidden, embedding(value('table'), classes)), 1, true)
    return add(dense(hidden, value('last')), byClass)
  }
}

const feeds = (step: number): Feeds => ({
  images: { shape: [BATCH, 8, 8, 1], data: numbers(BATCH * 64, 100 + step) },
  labels: {
    shape: [BATCH],
    data: Int32Array.from({ length: BATCH }, (_, i) => (2 * i + step) % 5),
  },
  stepSize: { shape: [], data: Float32Array.of(0.01) },
  epsilon: { shape: [], data: Float32Array.of(1e-6) },
})

/** Runs five steps both ways. -> each variable's values, plain and compiled */
function trainBothWays(normalise: boolean): [Float32Array, Float32Array][] {
  const [plain, compiled] = [new Critic(normalise), new Critic(normalise)]
  const named = compiled.all.map((variable) => ({ name: variable.name, variable }))
  const steps = compile({ step: { step: compiled.step, examples: [feeds(0)] } }, named)
  for (let step = 0; step < 5; step++) {
    tidy(() => {
      const given = Object.entries(feeds(step)).map(([name, { data, shape }]) => [
        name,
        tensor(data, [...shape]),
      ])
      plain.step(Object.fromEntries(given) as Record<string, Tensor>)
    })
    steps.run('step', feeds(step), ['loss'])
  }
  steps.pullVariables()
  steps.dispose()
  return plain.all.map((variable, i) => [
    variable.dataSync<'float32'>(),
    (compiled.all[i] as Variable).dataSync<'float32'>(),
  ])
}

describe('a compiled step with a gradient penalty and an embedding', () => {
  it('gives the same bits as the plain one', () => {
    for (const [plain, compiled] of trainBothWays(false)) expect(compiled).toEqual(plain)
  })

  it('gives the same numbers as the plain one through batch norm, up to rounding', () => {
    // Not the same bits: its second derivative is a composition, whose arithmetic TensorFlow
    // rearranges.
    for (const [plain, compiled] of trainBothWays(true)) {
      const largest = plain.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
      expect(largestDifference(plain, compiled) / largest).toBeLessThan(1e-5)
    }
  })
})

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((max, value, i) => Math.max(max, Math.abs(value - (b[i] ?? NaN))), 0)
