import { describe, expect, test } from 'vitest'
import { presets } from '../../../../contract/hyperparameters'
import {
  checkpointsOnDisk,
  diskNeed as needFor,
  gridCount,
  leastDiskNeed as leastFor,
} from './disk-need'

type H = typeof presets.reference
const diskNeed = (h: H, total: number, from?: number) =>
  needFor({ hyperparameters: h }, total, from)
const leastDiskNeed = (h: H, total: number, from?: number) =>
  leastFor({ hyperparameters: h }, total, from)

/** The trainer's rule, applied after each step. */
const due = (step: number, interval: number, total: number) =>
  step % interval === 0 || step === total

test.each([
  [1, 1],
  [1, 400],
  [9, 10],
  [10, 10],
  [11, 10],
  [46_900, 400],
])(
  'the grids and checkpoints of %i steps, one due every %i, are counted as the trainer writes them',
  (total, interval) => {
    const steps = Array.from({ length: total }, (_, i) => i + 1)
    const times = steps.filter((step) => due(step, interval, total)).length
    // Plus the one drawn before the first step.
    expect(gridCount({ sampleInterval: interval }, total)).toBe(1 + times)
    const h = { ...presets.reference, checkpointInterval: interval }
    expect(checkpointsOnDisk({ ...h, keepCheckpoints: 0 }, total)).toBe(times)
    const few = { ...h, keepCheckpoints: 3, keepBest: 4 }
    expect(checkpointsOnDisk({ ...few, metricsInterval: 0 }, total)).toBe(Math.min(times, 4))
    // Three newest, four best, one being written, one being measured and one that waits for it.
    expect(checkpointsOnDisk(few, total)).toBe(Math.min(times, 10))
  },
)

test('the disk need grows with the number of files kept', () => {
  const h = presets.reference
  const all = diskNeed({ ...h, keepCheckpoints: 0 }, 46_900)
  expect(all).toBeGreaterThan(10 * diskNeed(h, 46_900))
  expect(diskNeed({ ...h, sampleInterval: 1 }, 46_900)).toBeGreaterThan(diskNeed(h, 46_900))
})

describe('a run that resumes', () => {
  const h = { ...presets.reference, checkpointInterval: 10, sampleInterval: 10, keepCheckpoints: 0 }

  test('needs only what it has not written yet', () => {
    expect(diskNeed(h, 1000, 0)).toBe(diskNeed(h, 1000))
    let before = diskNeed(h, 1000)
    for (const from of [10, 500, 990, 1000]) {
      const need = diskNeed(h, 1000, from)
      expect(need).toBeLessThan(before)
      before = need
    }
    expect(diskNeed(h, 1010, 1000)).toBeLessThan(diskNeed(h, 20))
  })

  test('needs at least its next checkpoint, and nothing where no step is left', () => {
    expect(leastDiskNeed(h, 1000, 500)).toBe(leastDiskNeed(h, 1000) / 2)
    expect(leastDiskNeed(h, 1000, 1000)).toBe(0)
  })

  test('needs room for one more where it keeps only so many', () => {
    const few = { ...h, keepCheckpoints: 2 }
    const [one, all] = [leastDiskNeed(few, 1000, 500), diskNeed(few, 1000, 500)]
    expect(all).toBeGreaterThan(one)
    expect(all).toBeLessThan(diskNeed(few, 1000) - one)
  })
})
