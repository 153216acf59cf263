import { expect, it } from 'vitest'
import { notice } from '../../contract/notices'
import { fakeRun } from '../testing/fake-data'
import { badgeText, warningOf } from './badge-text'

const alarm = { kind: 'imagesAlike', since: 1234, found: 2000, what: notice('imagesAlike', {}) }
const alarms = [alarm]
const finished = { ...fakeRun('a'), state: 'finished' as const }
const collapsed = notice('generatorCollapsed', { why: [notice('imagesAlike', {})] })

it('says whether a finished run stopped early, and whether a failed one diverged', () => {
  expect(badgeText(finished)).toBe('Finished')
  const early = { bestStep: 100, fid: 5, passes: 2 }
  expect(badgeText({ ...finished, state: 'stopped', early })).toBe('Stopped early')
  expect(badgeText({ ...finished, state: 'failed', diverged: { step: 5 } })).toBe('Diverged')
})

it('a warning is separate from the state, which stays what it is', () => {
  expect(warningOf(finished)).toBeUndefined()
  const early = { bestStep: 100, fid: 5, passes: 2 }
  for (const [run, text] of [
    [finished, 'Finished'],
    [{ ...finished, state: 'running' as const }, 'Training'],
    [{ ...finished, state: 'stopped' as const, early }, 'Stopped early'],
  ] as const) {
    const warned = { ...run, alarms }
    expect([badgeText(warned), warningOf(warned)?.label]).toEqual([text, 'Alarm'])
    expect(warningOf(warned)?.reason).toMatch(/^Since step 1,234: ./)
  }
  expect(warningOf({ ...finished, alarms: [{ ...alarm, until: 3000 }] })).toBeUndefined()
})

it('warns of a run that collapsed, notes one that was short, and says nothing of one that starts again', () => {
  const warned = { ...finished, warning: collapsed }
  expect([badgeText(warned), warningOf(warned)?.label]).toEqual(['Finished', 'Collapsed'])
  const short = { ...finished, warning: notice('tooFewSteps', { steps: 6 }) }
  expect([badgeText(short), warningOf(short)]).toMatchObject([
    'Finished',
    { tone: 'neutral', label: 'Short' },
  ])
  // A run that starts again is no longer what it was.
  const again = { ...warned, alarms, starting: 'engine' as const }
  expect([badgeText(again), warningOf(again)]).toEqual(['Starting…', undefined])
  // The run's page says why it diverged.
  expect(warningOf({ ...finished, alarms, diverged: { step: 2000 } })).toBeUndefined()
})

it('says that a run trains or starts, also if another process does it', () => {
  const elsewhere = { ...fakeRun('a'), elsewhere: true }
  expect(badgeText({ ...elsewhere, state: 'running' })).toBe('Training')
  expect(badgeText({ ...elsewhere, state: 'paused' })).toBe('Paused')
  expect(badgeText({ ...elsewhere, state: 'stopped' })).toBe('Starting…')
})
