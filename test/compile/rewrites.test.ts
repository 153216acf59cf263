import {
  add,
  addN,
  div,
  mean,
  mul,
  neg,
  pow,
  scalar,
  sqrt,
  square,
  sub,
  sum,
  tensor,
  variable,
} from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'
import type { CompileSteps, Feeds } from '../../src/main/engine/engine'
import { valueAndGradientWithin } from '../../src/main/engine/tape'
import { RandomStream } from '../../src/main/gan/random/random'
import { compileOne, openCompiler } from '../support/compile'

/*
 * TensorFlow's optimiser rewrites arithmetic into forms that round differently. It must not do so
 * in compiled steps, which give the same bits as eager ones.
 */

let compile: CompileSteps

beforeAll(async () => {
  compile = await openCompiler()
})

type Inputs = Readonly<Record<'a' | 'b' | 'c' | 'd' | 'rate', Tensor>>
const tenth = (): Tensor => scalar(0.1)

const cases: Record<string, (x: Inputs) => Tensor> = {
  'a sum of sums': ({ a, b, c, d }) => add(add(add(a, b), c), d),
  'sums of sums': ({ a, b, c, d }) => add(add(a, b), add(c, d)),
  'sums of several': ({ a, b, c, d }) => add(addN([a, b, c]), d),
  'sums and differences': ({ a, b, c }) => sub(add(a, b), add(c, b)),
  'a difference from a negative': ({ a, b, c }) => add(sub(a, neg(b)), c),
  'products with a common factor': ({ a, b, c }) => add(mul(a, b), mul(a, c)),
  'quotients with a common divisor': ({ a, b, c }) => add(div(a, c), div(b, c)),
  'a sum of equal values': ({ a }) => add(add(a, a), a),
  'products with constants': ({ a }) => mul(mul(a, tenth()), scalar(0.7)),
  'a constant between values': ({ a, b }) => mul(mul(a, scalar(0.3)), b),
  'sums with constants': ({ a }) => add(add(a, tenth()), scalar(0.7)),
  'a constant on both sides': ({ a }) => sub(scalar(0.7), sub(a, tenth())),
  'a quotient by a constant': ({ a }) => div(a, scalar(5)),
  'a quotient by a large constant': ({ a, b }) => div(mul(a, b), scalar(49)),
  'a quotient of quotients': ({ a, b, c }) => div(div(a, b), c),
  'a quotient by a product': ({ a, b, c }) => div(mul(a, b), mul(b, c)),
  'a quotient by a square root': ({ a, b }) => div(a, sqrt(square(b))),
  'the square root of a quotient': ({ a, b }) => sqrt(div(square(a), square(b))),
  powers: ({ a }) => pow(square(a), scalar(0.5)),
  'a cube': ({ a }) => pow(a, scalar(3)),
  'the square of a difference': ({ a, b }) => square(sub(a, b)),
  'a mean times a rate': ({ a, rate }) => mul(mul(mean(square(a)), scalar(0.5)), rate),
  'the gradient of a weighted mean': ({ a, rate }) =>
    valueAndGradientWithin(() => mul(mul(mean(square(a)), scalar(0.5)), rate), a).gradient,
  'gradients from several uses': ({ a, b, c, rate }) =>
    valueAndGradientWithin(
      () => add(sum(mul(a, b)), add(mean(mul(a, c)), mul(mean(square(a)), rate))),
      a,
    ).gradient,
}

function feeds(): Feeds {
  const random = RandomStream.seeded(4, 'rewrites')
  const row = () => ({ shape: [7, 5], data: random.fillNormal(new Float32Array(35)) })
  return { a: row(), b: row(), c: row(), d: row(), rate: { shape: [], data: Float32Array.of(0.1) } }
}

it.each(Object.entries(cases))('%s keeps its bits', (_, run) => {
  const given = feeds()
  const tensors = Object.fromEntries(
    Object.entries(given).map(([name, { shape, data }]) => [name, tensor(data, [...shape])]),
  ) as Inputs
  const expected = run(tensors).dataSync<'float32'>()
  const compiled = compileOne(
    compile,
    (inputs) => ({ value: run(inputs as Inputs) }),
    [variable(scalar(1))],
    [given],
  )
  const { value } = compiled.run(given, ['value'])
  expect([...(value ?? [])]).toEqual([...expected])
  compiled.dispose()
})
