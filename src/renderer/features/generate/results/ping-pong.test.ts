import { describe, expect, it } from 'vitest'
import { pingPongFrame } from './ping-pong'

describe('pingPongFrame', () => {
  it('moves one frame per tick and shows every frame in both directions', () => {
    for (const count of [2, 3, 16]) {
      let before = pingPongFrame(0, count)
      const seen = new Map<number, number>()
      for (let tick = 1; tick <= 2 * (count - 1); tick++) {
        const now = pingPongFrame(tick, count)
        expect(Math.abs(now - before)).toBe(1)
        seen.set(now, (seen.get(now) ?? 0) + 1)
        before = now
      }
      expect(before).toBe(0)
      expect(seen.size).toBe(count)
    }
    expect(pingPongFrame(7, 1)).toBe(0)
  })
})
