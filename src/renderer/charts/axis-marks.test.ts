import { describe, expect, it } from 'vitest'
import { spacedSteps } from './axis-marks'

describe('marks on the time axis', () => {
  const every = (n: number, by: number) => Array.from({ length: n }, (_, i) => (i + 1) * by)

  it('are all shown if they fit, newest first', () => {
    expect(spacedSteps([0, 100, 200], { from: 1, to: 200 }, 1)).toEqual([200, 100])
  })

  it('keep their distance and include the newest in view', () => {
    for (const by of [1, 3, 10, 40]) {
      for (const perStep of [0.001, 0.1, 1]) {
        const to = 300 * by
        const shown = spacedSteps(every(400, by), { from: 1, to }, perStep)
        expect(shown[0]).toBe(to)
        for (const [i, step] of shown.entries()) {
          const next = shown[i + 1]
          if (next !== undefined) expect((step - next) * perStep).toBeGreaterThanOrEqual(5)
        }
      }
    }
  })
})
