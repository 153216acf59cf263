import {
  add,
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
import type { CompiledSteps, CompileSteps, Feeds, Step } from '../../src/main/engine/engine'
import { adam } from '../../src/main/engine/ops/adam'
import { batchNorm } from '../../src/main/engine/ops/batch-norm'
import { dense } from '../../src/main/engine/ops/dense'
import { jittered, relativeDifference } from '../../src/main/engine/relative-difference'
import { RandomStream } from '../../src/main/gan/random'
import { newVariable, openCompiler, x } from '../support/compile'

let compile: CompileSteps

beforeAll(async () => {
  compile = await openCompiler()
})

/** A compiler whose steps are wrong in some way. */
const tampered =
  (change: (right: CompiledSteps) => Partial<CompiledSteps>): CompileSteps =>
  (steps, variables) => {
    const right = compile(steps, variables)
    return { ...right, ...change(right) }
  }

/** Large weights that move a little, and a count that moves by one, as in a training. */
function training() {
  const [weight, count] = [newVariable(100, -200), newVariable(0)]
  const step: Step = ({ x }) => {
    weight.assign(sub(weight, mul(x as Tensor, 1e-3)))
    count.assign(add(count, 1))
    return { sum: add(weight, x as Tensor), tiny: mul(x as Tensor, 1e-6) }
  }
  const check = (compile: CompileSteps, examples: Feeds[] = [x(1, 2)]) =>
    compileChecked({
      compile,
      steps: { go: { step, examples } },
      variables: [
        { name: 'the weight', variable: weight },
        { name: 'the count', variable: count },
      ],
    })
  return { weight, count, check }
}

const given = (reason: { problem?: { given: unknown } | undefined } | undefined): unknown =>
  reason?.problem?.given

/** Changes what is pulled of one variable. */
const pulling = (target: Variable, wrong: (right: Tensor) => Tensor): CompileSteps =>
  tampered(({ pullVariables }) => ({
    pullVariables() {
      pullVariables()
      tidy(() => target.assign(wrong(target)))
    },
  }))

describe('a compiled step that is right', () => {
  it('is given, with all variables at what they were', () => {
    const { weight, count, check } = training()
    const ids = [weight.dataId, count.dataId]
    const { compiled, reason } = check(compile, [x(1, 2)])
    expect(reason).toBeUndefined()
    expect([weight.dataId, count.dataId]).toEqual(ids)
    compiled?.pullVariables()
    expect([...weight.dataSync(), ...count.dataSync()]).toEqual([100, -200, 0])
    compiled?.run('go', x(1, 2), [])
    compiled?.pullVariables()
    expect([...count.dataSync()]).toEqual([1])
    compiled?.dispose()
  })
})

describe('a compiled step is refused by the name of what it makes wrong:', () => {
  const refuse = (compile: CompileSteps, name: string, t: ReturnType<typeof training>): void => {
    const { compiled, reason } = t.check(compile)
    expect(compiled).toBeUndefined()
    expect(given(reason)).toMatchObject({ step: 'go', name })
    expect([...t.weight.dataSync(), ...t.count.dataSync()]).toEqual([100, -200, 0])
  }

  it('a variable, though next to its size the mistake is small', () => {
    const t = training()
    refuse(
      pulling(t.weight, (right) => add(right, tensor([0, 1e-4]))),
      'the weight',
      t,
    )
  })

  it('a variable that is not written at all', () => {
    const t = training()
    refuse(
      pulling(t.weight, () => tensor([100, -200])),
      'the weight',
      t,
    )
  })

  it('a variable that is not a number', () => {
    const t = training()
    refuse(
      pulling(t.count, () => tensor([NaN])),
      'the count',
      t,
    )
  })

  it('an output, however small it is', () => {
    const t = training()
    const wrong = tampered(({ run }) => ({
      run: (...all) => {
        const right = run(...all)
        return { ...right, tiny: (right['tiny'] as Float32Array).map((one) => one * 1.001) }
      },
    }))
    refuse(wrong, 'tiny', t)
  })

  it('an output of another dtype', () => {
    const t = training()
    const wrong = tampered(({ run }) => ({
      run: (...all) => ({ ...run(...all), sum: Int32Array.of(101, -198) }),
    }))
    refuse(wrong, 'sum', t)
  })

  it('all that the second step does, where it does not see what the first one wrote', () => {
    const t = training()
    const wrong = tampered(({ run, pushVariables }) => ({
      run: (...all) => {
        pushVariables()
        return run(...all)
      },
    }))
    refuse(wrong, 'the count', t)
  })

  it('one shape of many', () => {
    const t = training()
    const wrong = tampered(({ run }) => ({
      run: (step, feeds, outputs) => {
        const right = run(step, feeds, outputs)
        const isLast = feeds['x']?.shape.length === 2
        return isLast ? { ...right, tiny: new Float32Array(2) } : right
      },
    }))
    const rows = { x: { shape: [1, 2], data: Float32Array.of(1, 2) } }
    expect(t.check(wrong, [x(1, 2)]).reason).toBeUndefined()
    const weight = tidy(() => variable(tensor([[100, -200]])))
    const step: Step = ({ x }) => ({ tiny: mul(add(x as Tensor, weight), 1) })
    const steps = { go: { step, examples: [x(1, 2), rows] } }
    const { reason } = compileChecked({
      compile: wrong,
      steps,
      variables: [{ name: 'the weight', variable: weight }],
    })
    expect(given(reason)).toMatchObject({ name: 'tiny' })
  })
})

describe('where compiling or a compiled step fails', () => {
  it('that is the reason, the variables are as they were, and the step is disposed of', () => {
    const { weight, check } = training()
    let disposed = 0
    const failing = tampered(({ dispose }) => ({
      run: () => {
        tidy(() => weight.assign(tensor([0, 0])))
        throw new Error('out of memory')
      },
      dispose: () => {
        disposed++
        dispose()
      },
    }))
    expect(check(failing).reason?.message).toBe('out of memory')
    expect(disposed).toBe(1)
    expect([...weight.dataSync()]).toEqual([100, -200])
  })
})

describe('a step that hangs on rounding', () => {
  /** A bias before a batch norm has no gradient but noise, of which Adam makes whole steps. */
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

  /** Rounds otherwise, as another library would. */
  const roundingOtherwise = tampered(({ run }) => ({
    run: (step, feeds, outputs) => run(step, jittered(jittered(feeds)), outputs),
  }))

  it('may be off by as much as rounding makes it', () => {
    const { bias, feeds, check } = noisy()
    const start = bias.dataSync<'float32'>().slice()
    const [exact, rounded] = [compile, roundingOtherwise].map((compile) => {
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

  it('may not be off by more, nor in what does not hang on it', () => {
    const { weight, check } = noisy()
    const off = pulling(weight, (right) => mul(right, 1.0001))
    expect(given(check(off).reason)).toMatchObject({ name: 'weight' })
  })
})
