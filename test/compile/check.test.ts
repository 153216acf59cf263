import { add, mul, sub, tensor, tidy, variable } from '@tensorflow/tfjs-core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { compileChecked } from '../../src/main/engine/check-compiled'
import type { CompiledSteps, CompileSteps, Feeds, Step } from '../../src/main/engine/engine'
import { newVariable, openCompiler, x } from '../support/compile'
import { problemValues, pullingWrong, tamperedWith } from '../support/tampered-compiler'

let compile: CompileSteps

beforeAll(async () => {
  compile = await openCompiler()
})

const tampered = (change: (right: CompiledSteps) => Partial<CompiledSteps>): CompileSteps =>
  tamperedWith(compile, change)

/** A step with large weights that change a little and a count that grows by one, as in training. */
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

const pulling = (target: Variable, wrong: (right: Tensor) => Tensor): CompileSteps =>
  pullingWrong(compile, target, wrong)

describe('a correct compiled step', () => {
  it('is returned, with all variables restored', () => {
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

describe('a compiled step with a wrong result is refused, naming', () => {
  const refuse = (compile: CompileSteps, name: string, t: ReturnType<typeof training>): void => {
    const { compiled, reason } = t.check(compile)
    expect(compiled).toBeUndefined()
    expect(problemValues(reason)).toMatchObject({ step: 'go', name })
    expect([...t.weight.dataSync(), ...t.count.dataSync()]).toEqual([100, -200, 0])
  }

  it('a variable with a small relative error', () => {
    const t = training()
    refuse(
      pulling(t.weight, (right) => add(right, tensor([0, 1e-4]))),
      'the weight',
      t,
    )
  })

  it('a variable that is not written', () => {
    const t = training()
    refuse(
      pulling(t.weight, () => tensor([100, -200])),
      'the weight',
      t,
    )
  })

  it('a variable that is NaN', () => {
    const t = training()
    refuse(
      pulling(t.count, () => tensor([NaN])),
      'the count',
      t,
    )
  })

  it('an output with tiny values', () => {
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

  it('a variable in the second step that misses the first step’s update', () => {
    const t = training()
    const wrong = tampered(({ run, pushVariables }) => ({
      run: (...all) => {
        pushVariables()
        return run(...all)
      },
    }))
    refuse(wrong, 'the count', t)
  })

  it('an output of one of several input shapes', () => {
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
    expect(problemValues(reason)).toMatchObject({ name: 'tiny' })
  })
})

describe('when a compiled step throws', () => {
  it('the reason is reported, the variables are restored, and the step is disposed of', () => {
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
