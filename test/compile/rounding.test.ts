import {
  mean,
  mul,
  square,
  sub,
  tensor,
  tidy,
  valueAndGrads,
  variable,
  zeros,
} from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { compileChecked } from '../../src/main/engine/check-compiled'
import type { CompileSteps, Feeds, Step } from '../../src/main/engine/engine'
import { adam } from '../../src/main/engine/ops/adam'
import { batchNorm } from '../../src/main/engine/ops/batch-norm'
import { dense } from '../../src/main/engine/ops/dense'
import { jittered, relativeDifference } from '../../src/main/engine/relative-difference'
import { RandomStream } from '../../src/main/gan/random/random'
import { openCompiler } from '../support/compile'
import { problemValues, pullingWrong, tamperedWith } from '../support/tampered-compiler'

let compile: CompileSteps

beforeAll(async () => {
  compile = await openCompiler()
})

describe('a step that depends on rounding', () => {
  /**
   * A step with a bias before a batch norm, whose gradient is pure rounding noise, which Adam turns
   * into full-sized updates.
   */
  function noisy() {
    const random = RandomStream.seeded(1, 'noisy')
    const fill = (...shape: number[]): Tensor =>
      tensor(random.fillNormal(new Float32Array(shape.reduce((a, b) => a * b, 1))), shape)
    const weight = variable(fill(8, 4))
    const bias = variable(fill(4))
    const [scale, offset] = [variable(fill(4)), variable(fill(4))]
    const targets = [weight, bias]
    const moments = targets.map((one) => [0, 1].map(() => variable(zeros(one.shape))))
    const step: Step = ({ x, stepSize, epsilon }) => {
      const loss = (w: Tensor, b: Tensor): Scalar => {
        const { output } = batchNorm(dense(x as Tensor2D, w, b), scale, offset, 1e-3)
        return mean<Scalar>(square(sub(output, 1)))
      }
      const { value, grads } = valueAndGrads(loss)(targets)
      targets.forEach((target, i) => {
        const [m, v] = moments[i] as [Variable, Variable]
        const rate = { stepSize: stepSize as Scalar, epsilon: epsilon as Scalar }
        const inputs = { parameter: target, m, v, gradient: grads[i] as Tensor, ...rate }
        const [p, newM, newV] = adam(inputs, { beta1: 0.5, beta2: 0.999 })
        target.assign(p)
        m.assign(newM)
        v.assign(newV)
      })
      return { value }
    }
    const names = ['weight', 'bias']
    const variables = [
      { name: 'scale', variable: scale },
      { name: 'offset', variable: offset },
      ...targets.map((variable, i) => ({ name: names[i] as string, variable })),
      ...moments.flatMap(([m, v], i) => [
        { name: `${names[i]} m`, variable: m as Variable },
        { name: `${names[i]} v`, variable: v as Variable },
      ]),
    ]
    const feeds: Feeds = {
      x: { shape: [16, 8], data: random.fillNormal(new Float32Array(128)) },
      stepSize: { shape: [], data: Float32Array.of(1e-3) },
      epsilon: { shape: [], data: Float32Array.of(1e-12) },
    }
    const check = (compile: CompileSteps) =>
      compileChecked({ compile, steps: { go: { step, examples: [feeds] } }, variables })
    return { weight, bias, feeds, check }
  }

  /** A compiler that rounds differently, as another library would. */
  const roundingDifferently = () =>
    tamperedWith(compile, ({ run }) => ({
      run: (step, feeds, outputs) => run(step, jittered(jittered(feeds)), outputs),
    }))

  it('may differ by as much as rounding explains', () => {
    const { bias, feeds, check } = noisy()
    const start = bias.dataSync<'float32'>().slice()
    const [exact, rounded] = [compile, roundingDifferently()].map((compile) => {
      const { compiled, reason } = check(compile)
      expect(reason).toBeUndefined()
      compiled?.run('go', feeds, [])
      compiled?.pullVariables()
      const moved = bias.dataSync<'float32'>().slice()
      tidy(() => bias.assign(tensor(start)))
      return moved
    }) as [Float32Array, Float32Array]
    expect(relativeDifference(exact, rounded, () => start)).toBeGreaterThan(0.1)
  })

  it('may not differ where rounding has no effect', () => {
    const { weight, check } = noisy()
    const off = pullingWrong(compile, weight, (right) => mul(right, 1.0001))
    expect(problemValues(check(off).reason)).toMatchObject({ name: 'weight' })
  })
})
