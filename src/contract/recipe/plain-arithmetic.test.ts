import { describe, expect, it, test } from 'vitest'
import { plainArithmetic as a } from './plain-arithmetic'

const of = (...values: number[]) => Float64Array.from(values)
const x = of(-700, -3, -0.5, 0, 1e-9, 0.5, 2, 700)

function expectClose(got: Float64Array, expected: Float64Array): void {
  expect(got).toHaveLength(expected.length)
  got.forEach((value, i) => {
    const target = expected[i] ?? NaN
    expect(Math.abs(value - target)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(target)))
  })
}

describe('operands', () => {
  it('combine element by element, or a scalar with each', () => {
    expect(a.sub(of(5, 7), of(1, 2))).toEqual(of(4, 5))
    expect(a.sub(of(5, 7), of(1))).toEqual(of(4, 6))
    expect(a.sub(of(1), of(5, 7))).toEqual(of(-4, -6))
    expect(a.div(of(1), of(2, 4))).toEqual(of(0.5, 0.25))
  })

  it('of different lengths are refused', () => {
    expect(() => a.add(of(1, 2), of(1, 2, 3))).toThrow(RangeError)
    expect(() => a.mul(of(1, 2), of())).toThrow(RangeError)
  })

  it('are not modified', () => {
    const before = of(...x)
    for (const op of [a.neg, a.square, a.abs, a.exp, a.relu, a.sigmoid, a.softplus, a.isPositive]) {
      op(x)
    }
    expect(x).toEqual(before)
  })
})

test('the operations satisfy their identities, even for extreme values', () => {
  expectClose(a.softplus(x), a.add(a.softplus(a.neg(x)), x))
  expectClose(a.sigmoid(x), a.shift(a.neg(a.sigmoid(a.neg(x))), 1))
  expectClose(a.relu(x), a.scale(a.add(x, a.abs(x)), 0.5))
  expectClose(a.mul(a.isPositive(x), x), a.relu(x))
  expectClose(a.sqrt(a.square(x)), a.abs(x))
  expectClose(a.add(a.log(a.abs(of(-3, 2))), of(0, 0)), of(Math.log(3), Math.log(2)))
  const near = of(-20, -1, 0, 1, 20)
  expectClose(a.log(a.exp(near)), near)
  expectClose(a.neg(a.log(a.sigmoid(near))), a.softplus(a.neg(near)))
  expect(a.softplus(of(1000, -1000))).toEqual(of(1000, 0))
})

test('the mean is a scalar', () => {
  expect(a.mean(of(1, 2, 6))).toEqual(of(3))
  expect(a.sub(of(1, 2, 6), a.mean(of(1, 2, 6)))).toEqual(of(-2, -1, 3))
})
