import {
  add,
  exp,
  grad,
  mul,
  sigmoid,
  square,
  sum,
  tanh,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCpu } from './cpu'
import { gradientWithin } from './tape'

const at = [-1.3, -0.2, 0.4, 1.1]
const read = (f: (x: Tensor) => Tensor): number[] => [...tidy(() => f(tensor(at)).dataSync())]

function expectClose(found: number[], expected: number[]): void {
  expect(found.length).toBe(expected.length)
  found.forEach((value, i) => expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(1e-5))
}

beforeAll(openCpu)

describe('second derivatives of ops whose gradient uses their output', () => {
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x))
  const slope = (x: number): number => logistic(x) * (1 - logistic(x))
  it.each([
    ['tanh', tanh, (x: number) => -2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2)],
    ['sigmoid', sigmoid, (x: number) => slope(x) * (1 - 2 * logistic(x))],
    ['exp', exp, Math.exp],
  ] as const)('of %s are right, also beside others', (_, f, expected) => {
    const first = grad((x: Tensor) => sum<Tensor>(f(x)))
    expectClose(
      read(grad((x: Tensor) => sum<Tensor>(first(x)))),
      at.map((x) => expected(x)),
    )
    // Without the lost part, the square's part alone still made the sum look like a gradient.
    const both = grad((x: Tensor) => sum<Tensor>(add(first(x), square(x))))
    expectClose(
      read(both),
      at.map((x) => expected(x) + 2 * x),
    )
  })
})

describe('gradientWithin', () => {
  const cubed = (x: Tensor): Tensor => mul(square(x), x)

  it('can be differentiated, inside and outside other gradients', () => {
    const slopes = (x: Tensor): Tensor => gradientWithin(() => sum(cubed(x)), x)
    expectClose(
      read(slopes),
      at.map((x) => 3 * x * x),
    )
    expectClose(
      read(grad((x: Tensor) => sum<Tensor>(slopes(x)))),
      at.map((x) => 6 * x),
    )
  })

  it('is zero where nothing depends on it', () => {
    expect(read((x) => gradientWithin(() => sum(tensor([1, 2])), x))).toEqual([0, 0, 0, 0])
  })
})
