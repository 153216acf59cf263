import { expect, it } from 'vitest'
import { notice } from '../../contract/notices'
import { fakeRun } from '../testing/fake-data'
import { badgeText } from './badge-text'

it('says of a finished run whether it collapsed, and of a failed one whether it diverged', () => {
  const finished = { ...fakeRun('a'), state: 'finished' as const }
  expect(badgeText(finished)).toBe('Finished')
  const warning = notice('generatorCollapsed', { why: [notice('imagesAlike', {})] })
  const early = { bestStep: 100, fid: 5, passes: 2 }
  expect(badgeText({ ...finished, state: 'stopped', early })).toBe('Stopped early')
  expect(badgeText({ ...finished, warning })).toBe('Finished, collapsed')
  const short = notice('tooFewSteps', { steps: 6 })
  expect(badgeText({ ...finished, warning: short })).toBe('Finished')
  const failed = { ...finished, state: 'failed' as const }
  expect(badgeText({ ...failed, diverged: { step: 5 } })).toBe('Diverged')
  const alarm = { kind: 'imagesAlike', since: 1, found: 2, what: notice('imagesAlike', {}) }
  const alarms = [alarm]
  expect(badgeText({ ...finished, alarms })).toBe('Finished, alarm')
  expect(badgeText({ ...finished, state: 'running', alarms })).toBe('Training, alarm')
  expect(badgeText({ ...finished, alarms: [{ ...alarm, until: 3 }] })).toBe('Finished')
  const stopped = { ...finished, state: 'stopped' as const, early, alarms }
  expect(badgeText(stopped)).toBe('Stopped early, alarm')
  // A run that starts again is no longer what it was.
  expect(badgeText({ ...finished, warning, starting: 'engine' })).toBe('Starting…')
})

it('says that a run trains or starts, also if another process does it', () => {
  const elsewhere = { ...fakeRun('a'), elsewhere: true }
  expect(badgeText({ ...elsewhere, state: 'running' })).toBe('Training')
  expect(badgeText({ ...elsewhere, state: 'paused' })).toBe('Paused')
  expect(badgeText({ ...elsewhere, state: 'stopped' })).toBe('Starting…')
})
