import { expect, test } from 'vitest'
import type { ActivityLine } from '../../../contract/activity'
import type { Run, Session } from '../../../contract/run'
import { logEntrySchema } from '../../../contract/summary'
import { someConfig } from '../../storage/testing/samples-of-data'
import { runLog } from './run-log'
import type { SavedStep } from './run-log'

const time = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()

function runOf(state: Run['state'], ...sessions: Partial<Session>[]): Run {
  return {
    schemaVersion: 1,
    id: 'r',
    name: 'run',
    createdAt: time(0),
    config: someConfig,
    state,
    sessions: sessions.map((session, i) => ({ startedAt: time(10 * i), fromStep: 0, ...session })),
  }
}

const line = (minute: number, code: string, step: number): ActivityLine => ({
  at: time(minute),
  code,
  step,
})
const saved = (minute: number, code: SavedStep['code'], step: number): SavedStep => ({
  code,
  step,
  at: Date.parse(time(minute)),
})

function logOf(run: Run, lines: ActivityLine[] = [], files: SavedStep[] = []): string[] {
  const log = runLog(run, lines, files)
  log.forEach((entry) => logEntrySchema.parse(entry))
  log.slice(1).forEach(({ at }, i) => expect(at > (log[i]?.at ?? '')).toBe(true))
  return log.map(({ code, step }) => `${code} ${step}`)
}

test('sessions without a log are reconstructed from run.json, including how each ended', () => {
  const run = runOf(
    'interrupted',
    { endedAt: time(1), toStep: 5, outcome: 'stopped' },
    { endedAt: time(11), toStep: 9, outcome: 'the disk is full', endedAs: 'failed' },
    { fromStep: 5 },
    { fromStep: 5 },
  )
  expect(logOf(run)).toEqual([
    'started 0',
    'stopped 5',
    'resumed 0',
    'failed 9',
    'resumed 5',
    'interrupted 5',
    'resumed 5',
    'interrupted 5',
  ])
  expect(runLog(run, [], [])[3]?.text).toBe('the disk is full')
})

test('a session in progress has a start and no end', () => {
  expect(logOf(runOf('paused', {}))).toEqual(['started 0'])
  expect(logOf(runOf('created'))).toEqual([])
})

test('the log of an old run has its samples and checkpoints, within their sessions', () => {
  const run = runOf(
    'interrupted',
    { endedAt: time(5), toStep: 4, endedAs: 'stopped' },
    { fromStep: 4, endedAt: time(19), toStep: 8, endedAs: 'interrupted' },
  )
  // The last file was copied, so it looks newer than its session.
  const files = [saved(1, 'sample', 0), saved(5, 'checkpoint', 4), saved(90, 'sample', 6)]
  expect(logOf(run, [], files)).toEqual([
    'started 0',
    'sample 0',
    'checkpoint 4',
    'stopped 4',
    'resumed 4',
    'sample 6',
    'interrupted 8',
  ])
})

test('if the host was killed, the log is completed from the files', () => {
  const run = runOf('interrupted', { endedAt: time(6), toStep: 9, endedAs: 'interrupted' })
  const lines = [line(0, 'started', 0), line(1, 'sample', 3), line(2, 'checkpoint', 3)]
  const files = [saved(1, 'sample', 3), saved(4, 'sample', 6), saved(6, 'checkpoint', 9)]
  expect(logOf(run, lines, [...files, saved(7, 'sample', 12)])).toEqual([
    'started 0',
    'sample 3',
    'checkpoint 3',
    'sample 6',
    'checkpoint 9',
    'interrupted 9',
  ])
})

test('a session whose log is complete uses only the log', () => {
  const run = runOf('stopped', { endedAt: time(6), toStep: 9, endedAs: 'stopped' })
  const lines = [line(0, 'started', 0), line(1, 'other version', 3), line(6, 'stopped', 9)]
  expect(logOf(run, lines, [saved(2, 'sample', 4)])).toEqual(['started 0', 'stopped 9'])
})

test('entries past the step from which a run resumed are dropped, except the end of their session', () => {
  const run = runOf(
    'running',
    { endedAt: time(9), toStep: 12, endedAs: 'failed' },
    { fromStep: 5, startedAt: time(10) },
  )
  const lines = [
    line(0, 'started', 0),
    line(1, 'checkpoint', 5),
    line(2, 'sample', 8),
    line(3, 'warning', 9),
    line(9, 'failed', 12),
    line(10, 'resumed', 5),
    line(11, 'sample', 8),
  ]
  expect(logOf(run, lines)).toEqual([
    'started 0',
    'checkpoint 5',
    'failed 12',
    'resumed 5',
    'sample 8',
  ])
})

test('a long log keeps the starts and ends of sessions and the newest samples', () => {
  const run = runOf('running', { endedAt: time(9), toStep: 2500, endedAs: 'stopped' }, {})
  const samples = Array.from({ length: 2500 }, (_, i) => saved(1, 'sample', i))
  const lines = [line(0, 'started', 0), line(10, 'resumed', 2500)]
  const log = logOf(
    { ...run, sessions: run.sessions.map((s, i) => (i === 1 ? { ...s, fromStep: 2500 } : s)) },
    lines,
    samples,
  )
  expect(log).toHaveLength(2000)
  expect(log[0]).toBe('started 0')
  expect(log.slice(-3)).toEqual(['sample 2499', 'stopped 2500', 'resumed 2500'])
})

test('times stay valid and increasing where they begin with the last valid one', () => {
  const last = '9999-12-31T23:59:59.999Z'
  const run = runOf('stopped', { endedAs: 'stopped', endedAt: time(1), toStep: 3 })
  const at = { ...line(0, 'started', 0), at: last }
  expect(logOf(run, [at, { ...at, code: 'note' }, { ...at, code: 'sample', step: 3 }])).toEqual([
    'started 0',
    'note 0',
    'sample 3',
    'stopped 3',
  ])
})
