import { describe, expect, it } from 'vitest'
import type { RunDetail } from '../../../contract/summary'
import { fakeRun } from '../../testing/fake-data'
import { generatesFrom, sampleBefore, withEvent } from './run-view'

const detail: RunDetail = {
  summary: fakeRun('a', { state: 'running' }),
  samples: [400, 800],
  checkpoints: [],
  newestUsable: null,
  sessions: [],
  log: [],
}

describe('a run after an event', () => {
  it('has each sample once, in ascending order', () => {
    const steps = [1200, 600, 400, 1200, 0]
    const after = steps.reduce(
      (now, step) => withEvent(now, { type: 'sample', id: 'a', step }),
      detail,
    )
    expect(after.samples).toEqual([0, 400, 600, 800, 1200])
  })

  it('has each log entry once', () => {
    const entry = { at: '2026-01-02T03:04:05.000Z', code: 'paused', step: 5 } as const
    const once = withEvent(detail, { type: 'log', id: 'a', entry })
    const twice = withEvent(once, { type: 'log', id: 'a', entry: { ...entry } })
    expect(twice.log).toEqual([entry])
    const later = { ...entry, step: 6 }
    expect(withEvent(twice, { type: 'log', id: 'a', entry: later }).log).toEqual([entry, later])
  })

  it('leaves the original unchanged', () => {
    const before = structuredClone(detail)
    withEvent(detail, { type: 'sample', id: 'a', step: 1 })
    withEvent(detail, { type: 'run', run: fakeRun('a', { state: 'paused' }) })
    expect(detail).toEqual(before)
  })
})

describe('sampleBefore', () => {
  it('returns no grid newer than the checkpoint', () => {
    expect(sampleBefore([400, 800, 1200], 1000)).toBe(800)
    expect(sampleBefore([400, 800, 1200], 800)).toBe(800)
    expect(sampleBefore([400], 399)).toBeUndefined()
  })
})

describe('the checkpoint to generate from', () => {
  const checkpoints = [200, 400].map((step) => ({
    step,
    bytes: 1,
    savedAt: '2026-01-02T03:04:05Z',
    ...{ fid: null, fidImages: null, best: false },
  }))
  const diverged = fakeRun('a', { state: 'failed', diverged: { step: 450 } })

  it('is the newest, whatever step the run has reached', () => {
    expect(generatesFrom(detail)).toBeUndefined()
    expect(generatesFrom({ ...detail, checkpoints })).toBe(400)
  })

  it('is the newest usable one of a run that diverged, if any', () => {
    const failed = { ...detail, summary: diverged, checkpoints }
    expect(generatesFrom({ ...failed, newestUsable: null })).toBeUndefined()
    expect(generatesFrom({ ...failed, newestUsable: 200 })).toBe(200)
  })
})
