import { expect, it } from 'vitest'
import type { LogEntry } from '../../../contract/summary'
import { entriesOf } from './event-log'

const entry = (code: LogEntry['code'], step: number, second: number): LogEntry => ({
  ...{ code, step, at: `2026-01-02T03:04:0${second}.000Z` },
})

it('activity is in the order of time, and names the step that an entry is about', () => {
  // A checkpoint that took long to write, and an alarm from a measurement of an earlier step.
  const log = [entry('warning', 300, 1), entry('checkpoint', 200, 2), entry('sample', 400, 3)]
  const late = entry('warning', 250, 4)
  expect(entriesOf([...log, late]).map(({ sentence }) => sentence)).toEqual([
    'Warning about step 250',
    'Drew samples at step 400',
    'Saved the checkpoint of step 200',
    'Warning about step 300',
  ])
  expect(entriesOf([late, ...log]).map(({ step }) => step)).toEqual([250, 400, 200, 300])
})
