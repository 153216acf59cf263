import { describe, expect, it } from 'vitest'
import { jittered, relativeDifference } from './relative-difference'

const of = Float32Array.of.bind(Float32Array)

describe('relativeDifference', () => {
  it('is 0 for equal bits, including NaN and infinity', () => {
    const values = of(1, NaN, Infinity, -0)
    expect(relativeDifference(values, values.slice())).toBe(0)
  })

  it('is about 1 for a value that did not move, however little it should have', () => {
    for (const change of [1, 1e-3, 2e-5]) {
      const difference = relativeDifference(of(1 + change), of(1), () => of(1))
      expect(difference, `${change}`).toBeGreaterThan(0.9)
      expect(difference, `${change}`).toBeLessThan(1.1)
    }
  })

  it('is 0 for a one-bit error in a value that hardly moved', () => {
    const next = 1 + 2 ** -23
    expect(relativeDifference(of(next), of(1), () => of(1))).toBe(0)
  })

  it('is measured from zero for an output', () => {
    expect(relativeDifference(of(1e-6, 0), of(1.1e-6, 0))).toBeCloseTo(0.1, 4)
  })

  it('is infinite where it cannot be measured', () => {
    expect(relativeDifference(of(1), of(2), () => of(1))).toBe(Infinity)
    expect(relativeDifference(of(1), of(NaN))).toBe(Infinity)
    expect(relativeDifference(of(1), of(1, 2))).toBe(Infinity)
    expect(relativeDifference(of(1), undefined)).toBe(Infinity)
    expect(relativeDifference(Int32Array.of(1000), Int32Array.of(1001))).toBe(Infinity)
    expect(relativeDifference(Int32Array.of(0), of(0))).toBe(Infinity)
  })
})

describe('jittered', () => {
  it('moves floats up and down by about as much as rounding does, and no integers', () => {
    const data = new Float32Array(1000).fill(3)
    const feeds = jittered({
      floats: { shape: [1000], data },
      indices: { shape: [2], data: Int32Array.of(1, 2) },
    })
    const moved = [...(feeds['floats']?.data ?? [])].map((value) => value - 3)
    expect(moved.some((one) => one > 0) && moved.some((one) => one < 0)).toBe(true)
    for (const one of moved) expect(Math.abs(one / 3)).toBeLessThan(2e-6)
    expect(moved).not.toContain(0)
    expect(feeds['indices']?.data).toEqual(Int32Array.of(1, 2))
  })
})
