import { expect, test } from 'vitest'
import type { Run, Session } from '../../../contract/run'
import { logEntrySchema } from '../../../contract/summary'
import { someConfig } from '../../storage/testing/samples-of-data'
import { RunLogs } from './run-log'

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

const codes = (logs: RunLogs, run: Run): string[] => logs.of(run).map(({ code }) => code)

test('sessions of earlier hosts are told from run.json, the way each ended included', () => {
  const run = runOf(
    'interrupted',
    { endedAt: time(1), toStep: 5, outcome: 'stopped' },
    { endedAt: time(11), toStep: 9, outcome: 'the disk is full', endedAs: 'failed' },
    { fromStep: 5 },
    { fromStep: 5 },
  )
  const log = new RunLogs().of(run)
  log.forEach((entry) => logEntrySchema.parse(entry))
  expect(log.map(({ code, step, text }) => [code, step, text])).toEqual([
    ['started', 0, undefined],
    ['stopped', 5, undefined],
    ['resumed', 0, undefined],
    ['failed', 9, 'the disk is full'],
    ['resumed', 5, undefined],
    ['interrupted', 5, undefined],
    ['resumed', 5, undefined],
    ['interrupted', 5, undefined],
  ])
})

test('a session that lasts has begun and not ended', () => {
  expect(codes(new RunLogs(), runOf('paused', {}))).toEqual(['started'])
  expect(codes(new RunLogs(), runOf('created'))).toEqual([])
})

test('sessions followed here have their entries once, after those of earlier ones', () => {
  const logs = new RunLogs()
  const ended = { endedAt: time(1), toStep: 5, endedAs: 'stopped', outcome: 'stopped' } as const
  logs.follow(runOf('running', ended, {}))
  logs.add('r', { code: 'resumed', step: 5 })
  logs.add('r', { code: 'stopped', step: 9 })
  logs.follow(runOf('running', ended, ended, {}))
  logs.add('r', { code: 'resumed', step: 9 })
  const run = runOf('running', ended, ended, {})
  expect(codes(logs, run)).toEqual(['started', 'stopped', 'resumed', 'stopped', 'resumed'])
})

test('times rise even where the clock stands still or goes back, and the oldest entries go', () => {
  let now = 1_000_000
  const logs = new RunLogs(() => now--)
  for (let step = 0; step < 2500; step++) logs.add('r', { code: 'sample', step })
  const log = logs.of(runOf('running', {}))
  expect(log).toHaveLength(2000)
  expect(log.at(-1)?.step).toBe(2499)
  log.slice(1).forEach(({ at }, i) => expect(at > (log[i]?.at ?? '')).toBe(true))
})
