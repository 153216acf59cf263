import { describe, expect, it } from 'vitest'
import { bounced } from './bounce'

describe('bounced', () => {
  it('moves one frame at a time and shows every frame both ways', () => {
    for (const count of [2, 3, 16]) {
      let before = bounced(0, count)
      const seen = new Map<number, number>()
      for (let tick = 1; tick <= 2 * (count - 1); tick++) {
        const now = bounced(tick, count)
        expect(Math.abs(now - before)).toBe(1)
        seen.set(now, (seen.get(now) ?? 0) + 1)
        before = now
      }
      expect(before).toBe(0)
      expect(seen.size).toBe(count)
    }
    expect(bounced(7, 1)).toBe(0)
  })
})
