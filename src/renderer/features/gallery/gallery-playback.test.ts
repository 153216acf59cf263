import { describe, expect, it } from 'vitest'
import { advance, nearbyIndices, play, speeds, everyNth } from './gallery-playback'
import type { Playhead } from './gallery-playback'

const start: Playhead = { index: 0, carry: 0, playing: true }

describe('advance', () => {
  it('shows every grid in turn and stops on the last', () => {
    for (const speed of speeds) {
      const seen: number[] = []
      let head = start
      while (head.playing) {
        seen.push(head.index)
        head = advance(head, 12, 1000 / speed, speed)
      }
      expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      expect(head).toEqual({ index: 11, carry: 0, playing: false })
    }
  })

  it('does not depend on the frame rate', () => {
    let head = start
    for (let i = 0; i < 64; i++) head = advance(head, 1000, 15.625, 20)
    expect(head.index).toBe(advance(start, 1000, 1000, 20).index)
  })

  it('never moves back or past the end', () => {
    let head = start
    for (const elapsed of [0, -5, 1, 16, 0.1, 5000, 3, 1e9]) {
      const next = advance(head, 40, elapsed, 10)
      expect(next.index).toBeGreaterThanOrEqual(head.index)
      expect(next.index).toBeLessThan(40)
      head = next
    }
  })

  it('does not move when paused or with nothing to play', () => {
    const paused = { index: 3, carry: 7, playing: false }
    expect(advance(paused, 10, 1e6, 30)).toEqual(paused)
    expect(advance(start, 0, 10, 10).playing).toBe(false)
    expect(play(paused, 1).playing).toBe(false)
  })

  it('restarts only from the end', () => {
    expect(play({ index: 9, carry: 3, playing: false }, 10).index).toBe(0)
    expect(play({ index: 4, carry: 3, playing: false }, 10).index).toBe(4)
  })
})

describe('nearbyIndices', () => {
  it('lists each grid once, the current one first', () => {
    for (let index = 0; index < 9; index++) {
      const wanted = nearbyIndices(index, 9, 5, 2)
      expect(wanted[0]).toBe(index)
      expect(new Set(wanted).size).toBe(wanted.length)
      for (const i of wanted) expect(i >= 0 && i < 9).toBe(true)
    }
  })
})

describe('everyNth', () => {
  it('starts with the first, ends with the last and never repeats', () => {
    for (let count = 1; count < 30; count++) {
      for (let stride = 1; stride < 12; stride++) {
        const picked = everyNth(count, stride)
        expect(picked[0]).toBe(0)
        expect(picked.at(-1)).toBe(count - 1)
        expect(new Set(picked).size).toBe(picked.length)
      }
    }
    expect(everyNth(0, 3)).toEqual([])
  })
})
