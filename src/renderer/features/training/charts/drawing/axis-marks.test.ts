import { describe, expect, it } from 'vitest'
import { standingApart } from './axis-marks'

describe('marks on the time axis', () => {
  const every = (n: number, by: number) => Array.from({ length: n }, (_, i) => (i + 1) * by)

  it('are all shown where there is room, the newest first', () => {
    expect(standingApart([0, 100, 200], { from: 1, to: 200 }, 1)).toEqual([200, 100])
  })

  it('never run together, and always hold the newest in view', () => {
    for (const by of [1, 3, 10, 40]) {
      for (const perStep of [0.001, 0.1, 1]) {
        const to = 300 * by
        const shown = standingApart(every(400, by), { from: 1, to }, perStep)
        expect(shown[0]).toBe(to)
        for (const [i, step] of shown.entries()) {
          const next = shown[i + 1]
          if (next !== undefined) expect((step - next) * perStep).toBeGreaterThanOrEqual(5)
        }
      }
    }
  })
})
