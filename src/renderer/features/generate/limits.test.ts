import { describe, expect, it } from 'vitest'
import { commands } from '../../../contract/api'
import { isCount, isSeed } from './limits'

describe("the form's limits", () => {
  it('equal those of the contract', () => {
    const values = [-1, 0, 0.5, 1, 25, 10_000, 10_001, 4_294_967_295, 4_294_967_296, NaN, Infinity]
    const { count, seed } = commands.generate.request.shape
    for (const value of values) {
      expect(isCount(value)).toBe(count.safeParse(value).success)
      expect(isSeed(value)).toBe(seed.safeParse(value).success)
    }
  })
})
