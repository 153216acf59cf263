import {
  add,
  mean,
  mul,
  scalar,
  square,
  sub,
  tensor,
  tidy,
  valueAndGrads,
  variable,
} from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CompileSteps } from '../src/main/engine/engine'
import { dense } from '../src/main/engine/ops/dense'
import { largestDifference } from '../src/main/engine/testing/largest-difference'
import { RandomStream } from '../src/main/gan/random/random'
import { compileOne, named, newVariable, openCompiler, x } from './support/compile'

let compile: CompileSteps

beforeAll(async () => {
  compile = await openCompiler()
})

const one = x(1, 2)

describe('compileSteps', () => {
  it('reads and writes variables in the same order as the plain step', () => {
    const a = newVariable(1, 1)
    const b = newVariable(10, 10)
    const step = compileOne(
      compile,
      ({ x }) => {
        const before = add(a, b)
        a.assign(add(a, x as Tensor))
        b.assign(mul(a, 2))
        return { before, after: add(a, b) }
      },
      [a, b],
      [one],
    )
    const first = step.run(one, ['before', 'after'])
    expect([...(first['before'] ?? [])]).toEqual([11, 11])
    expect([...(first['after'] ?? [])]).toEqual([6, 9])
    step.run(one, ['after'])
    expect([...a.dataSync()]).toEqual([1, 1])
    step.pullVariables()
    expect([...a.dataSync()]).toEqual([3, 5])
    expect([...b.dataSync()]).toEqual([6, 10])
    tidy(() => a.assign(tensor([0, 0])))
    step.pushVariables()
    step.run(one, ['after'])
    step.pullVariables()
    expect([...a.dataSync()]).toEqual([1, 2])
    step.dispose()
  })

  it.each([
    [31, 512],
    [32, 512],
    [40, 1024],
    [40, 1000],
  ])('multiplies %d rows by a matrix %d wide as the plain step does', (rows, columns) => {
    const random = RandomStream.seeded(1, 'products')
    const fill = (...shape: [number, number]) =>
      random.fillNormal(new Float32Array(shape[0] * shape[1]))
    const weight = variable(tensor(fill(24, columns), [24, columns]))
    const bias = newVariable(...fill(1, columns))
    const feeds = { x: { shape: [rows, 24], data: fill(rows, 24) } }
    const step = ({ x }: Readonly<Record<string, Tensor>>) => {
      const loss = (x: Tensor, w: Tensor) => mean<Scalar>(square(dense(x as Tensor2D, w, bias)))
      const { value, grads: slopes } = valueAndGrads(loss)([x as Tensor, weight])
      // The weight is overwritten and then used again.
      weight.assign(add(weight, slopes[1] as Tensor))
      return { value, dx: slopes[0] as Tensor, again: dense(x as Tensor2D, weight, bias) }
    }
    const compiled = compileOne(compile, step, [weight, bias], [feeds])
    const got = compiled.run(feeds, ['value', 'dx', 'again'])
    const want = step({ x: tensor(feeds.x.data, [rows, 24]) })
    for (const [name, expected] of Object.entries(want)) {
      const worst = largestDifference(expected.dataSync(), got[name] ?? [])
      expect(worst, name).toBeLessThan(1e-4)
    }
    compiled.dispose()
  })

  it('takes steps of several kinds over the same variables', () => {
    const [a, b] = [newVariable(1, 1), newVariable(0, 0)]
    const steps = compile(
      {
        move: {
          step: ({ x }) => {
            a.assign(add(a, x as Tensor))
            return { a: a.clone() }
          },
          examples: [one],
        },
        look: { step: ({ x }) => ({ sum: add(a, mul(b, x as Tensor)) }), examples: [one] },
      },
      named([a, b]),
    )
    const look = () => [...(steps.run('look', one, ['sum'])['sum'] ?? [])]
    expect(look()).toEqual([1, 1])
    steps.run('move', one, ['a'])
    expect(look()).toEqual([2, 3])
    tidy(() => b.assign(tensor([1, 1])))
    steps.pullVariables()
    tidy(() => b.assign(tensor([1, 1])))
    steps.pushVariables()
    expect(look()).toEqual([3, 5])
    expect(() => steps.run('jump', one, ['a'])).toThrow('no trace')
    steps.dispose()
  })

  it('does not change pulled values in later steps', () => {
    const a = newVariable(0, 0)
    const step = compileOne(
      compile,
      ({ x }) => {
        a.assign(add(a, x as Tensor))
        return { a: a.clone() }
      },
      [a],
      [one],
    )
    step.run(one, ['a'])
    step.pullVariables()
    const pulled = a.clone()
    step.run(one, ['a'])
    step.pullVariables()
    expect([...pulled.dataSync()]).toEqual([1, 2])
    expect([...a.dataSync()]).toEqual([2, 4])
    step.dispose()
  })

  it('refuses a constant that differs between traces', () => {
    const a = newVariable(1, 1)
    let calls = 0
    const step = () => {
      a.assign(mul(a, scalar(++calls)))
      return { a: a.clone() }
    }
    expect(() => compileOne(compile, step, [a], [one])).toThrow('must be an input')
    expect([...a.dataSync()]).toEqual([1, 1])
  })

  it('refuses a step that reads a tensor back', () => {
    const a = newVariable(1, 1)
    const step = () => ({ a: mul(a, a.dataSync<'float32'>()[0] ?? 0) })
    expect(() => compileOne(compile, step, [a], [one])).toThrow('reads a tensor back')
  })

  it('refuses a tensor that is neither a variable nor an input', () => {
    const a = newVariable(1, 1)
    // The first use moves the data to TensorFlow.
    const outside = tensor([1, 2])
    sub(outside, 1).dispose()
    expect(() => compileOne(compile, () => ({ a: add(a, outside) }), [a], [one])).toThrow(
      'neither variable',
    )
  })

  it('still works after an error in the middle of a step', () => {
    const a = newVariable(1, 1)
    const broken = () => {
      throw new Error('broken on purpose')
    }
    expect(() => compileOne(compile, broken, [a], [one])).toThrow('on purpose')
    const step = compileOne(compile, ({ x }) => ({ sum: add(a, x as Tensor) }), [a], [one])
    expect([...(step.run(one, ['sum'])['sum'] ?? [])]).toEqual([2, 3])
    step.dispose()
  })
})
