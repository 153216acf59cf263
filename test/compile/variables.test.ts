import { add, mul, scalar, square, sub, tensor, tidy, variable, zeros } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CompileSteps, Step } from '../../src/main/engine/engine'
import { adam } from '../../src/main/engine/ops/adam'
import { tensorflowBackend } from '../../src/main/engine/tensorflow/binding'
import { inPlaceOp } from '../../src/main/engine/tensorflow/in-place'
import { bothWays, compileOne, newVariable, openCompiler, x } from '../support/compile'

let compile: CompileSteps

beforeAll(async () => {
  compile = await openCompiler()
})

const three = [x(1, 2), x(3, 4), x(-5, 6)]

/** Takes a step three times, compiled and plain, and expects the same bits. */
function expectSame(step: Step, variables: readonly Variable[]) {
  const { plain, compiled } = bothWays(compile, step, variables, three)
  expect(compiled).toEqual(plain)
  return plain
}

const newAdam = (target: Variable) => {
  const [m, v] = [0, 1].map(() => tidy(() => variable(zeros(target.shape)))) as [Variable, Variable]
  const update = (gradient: Tensor): void => {
    const rate = { stepSize: scalar(0.1), epsilon: scalar(1e-8) }
    const betas = { beta1: 0.5, beta2: 0.9 }
    const [p, newM, newV] = adam({ parameter: target, m, v, gradient, ...rate }, betas)
    target.assign(p)
    m.assign(newM)
    v.assign(newV)
  }
  return { variables: [target, m, v], update }
}

describe('variables that start as copies of one another', () => {
  it('stay separate when one of them is written', () => {
    const weight = newVariable(1, 2)
    const average = tidy(() => variable(weight.clone()))
    expect(average.dataId).toBe(weight.dataId)
    const { variables } = expectSame(
      ({ x }) => {
        weight.assign(sub(weight, x as Tensor))
        return { average: average.clone() }
      },
      [weight, average],
    )
    expect(variables).toEqual([
      [2, -10],
      [1, 2],
    ])
  })

  it('stay separate when all of them are written', () => {
    const weight = newVariable(1, 2)
    const average = tidy(() => variable(weight.clone()))
    expectSame(
      ({ x }) => {
        weight.assign(sub(weight, x as Tensor))
        average.assign(add(mul(average, 0.5), mul(weight, 0.5)))
        return { both: add(weight, average) }
      },
      [weight, average],
    )
  })

  it('may be moments that share their initial zeros and are updated in place', () => {
    const nothing = tensor([0, 0])
    const [weight, m, v] = [newVariable(1, 2), variable(nothing), variable(nothing)]
    expect(m.dataId).toBe(v.dataId)
    expectSame(
      ({ x }) => {
        const rate = { stepSize: scalar(0.1), epsilon: scalar(1e-8) }
        const inputs = { parameter: weight, m, v, gradient: x as Tensor, ...rate }
        const [p, newM, newV] = adam(inputs, { beta1: 0.5, beta2: 0.9 })
        weight.assign(p)
        m.assign(newM)
        v.assign(newV)
        return { weight: weight.clone() }
      },
      [weight, m, v],
    )
  })

  it('share one tensor again after compiling', () => {
    const weight = newVariable(1, 2)
    const average = tidy(() => variable(weight.clone()))
    const step = compileOne(compile, () => ({ sum: add(weight, average) }), [weight, average], [{}])
    expect(average.dataId).toBe(weight.dataId)
    step.dispose()
  })

  it('are not confused with another tensor of the same data', () => {
    const weight = newVariable(1, 2)
    const first = weight.clone()
    const step: Step = () => {
      weight.assign(add(weight, first))
      return {}
    }
    expect(() => compileOne(compile, step, [weight], [{}])).toThrow('neither variable nor input')
  })
})

describe('values of variables', () => {
  it('may be swapped', () => {
    const [a, b, c] = [newVariable(1, 1), newVariable(2, 2), newVariable(3, 3)]
    const { variables } = expectSame(() => {
      const first = a.clone()
      a.assign(b.clone())
      b.assign(c.clone())
      c.assign(first)
      return {}
    }, [a, b, c])
    expect(variables).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    const { variables: exchanged } = expectSame(() => {
      const first = a.clone()
      a.assign(b.clone())
      b.assign(first)
      return {}
    }, [a, b, c])
    expect(exchanged.slice(0, 2)).toEqual([
      [2, 2],
      [1, 1],
    ])
  })

  it('may be output and copied before being overwritten', () => {
    const optimizer = newAdam(newVariable(1, 2))
    const [weight] = optimizer.variables as [Variable]
    const [previous, assigned] = [newVariable(0, 0), newVariable(7, 8)]
    expectSame(
      ({ x }) => {
        const old = [weight.clone(), assigned.clone()] as const
        optimizer.update(x as Tensor)
        assigned.assign(mul(assigned, x as Tensor))
        previous.assign(old[0])
        return { old: old[0], oldAssigned: old[1], change: sub(weight, old[0]) }
      },
      [...optimizer.variables, previous, assigned],
    )
  })

  it('may consist of constants, as outputs may', () => {
    const a = newVariable(1, 2)
    const { variables } = expectSame(() => {
      a.assign(tensor([3, 4]))
      return { five: scalar(5) }
    }, [a])
    expect(variables).toEqual([[3, 4]])
  })
})

describe('updates in place', () => {
  it('of one variable run in sequence within a step, each from the previous result', () => {
    const optimizer = newAdam(newVariable(5, -7))
    const [weight] = optimizer.variables as [Variable]
    const { outputs } = expectSame(({ x }) => {
      const slope = (): Tensor => mul(sub(weight, x as Tensor), 2)
      const losses = [0, 1, 2].map(() => {
        const loss = square(sub(weight, x as Tensor)).sum<Scalar>()
        optimizer.update(slope())
        return loss
      })
      return { first: losses[0] as Tensor, second: losses[1] as Tensor, third: losses[2] as Tensor }
    }, optimizer.variables)
    const [{ first, second, third } = {}] = outputs
    expect(first).toEqual([(5 - 1) ** 2 + (-7 - 2) ** 2])
    expect(second).not.toEqual(first)
    expect(third).not.toEqual(second)
  })

  it('may use any TensorFlow op, such as momentum', () => {
    const backend = tensorflowBackend()
    const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = backend.binding
    const momentum = inPlaceOp(backend, 'ResourceApplyMomentum', [
      { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
      { name: 'use_nesterov', type: TF_ATTR_BOOL, value: false },
    ])
    const [weight, speed] = [newVariable(1, 2), newVariable(0, 0)]
    const { variables } = expectSame(
      ({ x }) => {
        for (let update = 0; update < 2; update++) {
          const results = momentum([weight, speed], [scalar(0.5), x as Tensor, 0.25])
          weight.assign(results[0] as Tensor)
          speed.assign(results[1] as Tensor)
        }
        return { speed: speed.clone() }
      },
      [weight, speed],
    )
    const expected = { weight: [1, 2], speed: [0, 0] }
    for (const { x } of three) {
      for (let update = 0; update < 2; update++) {
        expected.speed = expected.speed.map((one, i) => 0.25 * one + (x?.data[i] as number))
        expected.weight = expected.weight.map((one, i) => one - 0.5 * (expected.speed[i] as number))
      }
    }
    expect(variables).toEqual([expected.weight, expected.speed])
  })

  it('may be computed without keeping the result', () => {
    const backend = tensorflowBackend()
    const { TF_ATTR_TYPE, TF_FLOAT } = backend.binding
    const descend = inPlaceOp(backend, 'ResourceApplyGradientDescent', [
      { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    ])
    const [weight, other] = [newVariable(1, 2), newVariable(0, 0)]
    const { variables } = expectSame(
      ({ x }) => {
        other.assign(descend([weight], [0.5, x as Tensor])[0] as Tensor)
        return { weight: weight.clone() }
      },
      [weight, other],
    )
    expect(variables).toEqual([
      [1, 2],
      [1 + 2.5, 2 - 3],
    ])
  })

  it('are refused on a tensor that is not a variable', () => {
    const descend = inPlaceOp(tensorflowBackend(), 'AssignAddVariableOp', [
      { name: 'dtype', type: tensorflowBackend().binding.TF_ATTR_TYPE, value: 1 },
    ])
    const weight = newVariable(1, 2)
    const step: Step = ({ x }) => ({ sum: descend([add(weight, 1)], [x as Tensor])[0] as Tensor })
    expect(() => compileOne(compile, step, [weight], three)).toThrow(
      'AssignAddVariableOp overwrites a tensor that no variable holds',
    )
  })
})
