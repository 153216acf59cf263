import { quality } from '../texts/en'
import { expect, it } from 'vitest'
import type { LogEntry } from '../../../../contract/summary'
import { skippedSteps } from './skipped-steps'

const entry = (step: number, code: string): LogEntry => ({
  ...{ at: '2026-11-30T10:00:00.000Z', code: 'note', step },
  problem: { code, given: { step } },
})

it('names skipped steps once, in order, unless they were measured after all', () => {
  const log = [400, 200, 400, 600].map((step) => entry(step, 'measuringSkipped'))
  expect(skippedSteps([...log, entry(800, 'other')], [600])).toEqual([200, 400])
  expect(skippedSteps([], [600])).toEqual([])
})

it('one skipped step gave way to one newer checkpoint', () => {
  const { skipped } = quality.measure
  expect(skipped('40', 1)).toBe('Step 40 was not measured: a newer checkpoint was due first.')
  expect(skipped('40, 60', 2)).toMatch(/^Steps 40, 60 were .* newer checkpoints were due/)
})
