import { expect, test } from 'vitest'
import { activityLineSchema } from './activity'
import type { ActivityLine } from './activity'
import { linesBySession } from './session-lines'

const time = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const line = (minute: number, code: string, step: number, session?: number): ActivityLine => ({
  at: time(minute),
  code,
  step,
  ...(session === undefined ? {} : { session: time(session) }),
})
const session = (minute: number, fromStep: number) => ({ startedAt: time(minute), fromStep })
const divided = (...args: Parameters<typeof linesBySession>): string[][] =>
  linesBySession(...args).map((own) => own.map(({ code, step }) => `${code} ${step}`))

test('lines follow the start of their session, even if the clock was set back', () => {
  const sessions = [session(100, 0), session(10, 130), session(20, 260)]
  // Times in a log always rise.
  const lines = [
    line(100, 'started', 0),
    line(101, 'finished', 130),
    line(102, 'resumed', 130),
    line(103, 'stopped', 260),
    line(104, 'resumed', 260),
    line(105, 'sample', 270),
  ]
  expect(divided(sessions, lines)).toEqual([
    ['started 0', 'finished 130'],
    ['resumed 130', 'stopped 260'],
    ['resumed 260', 'sample 270'],
  ])
})

test('several sessions from the same step are told apart by order', () => {
  const sessions = [session(100, 0), session(10, 5), session(20, 5)]
  const lines = [line(100, 'started', 0), line(101, 'resumed', 5), line(102, 'resumed', 5)]
  expect(divided(sessions, lines)).toEqual([['started 0'], ['resumed 5'], ['resumed 5']])
})

test('a session without a log has no lines', () => {
  const sessions = [session(0, 0), session(10, 5), session(20, 5)]
  const lines = [line(0, 'started', 0), line(10, 'resumed', 5), line(11, 'sample', 6)]
  expect(divided(sessions, lines)).toEqual([['started 0'], ['resumed 5', 'sample 6'], []])
})

test('lines before the first start, of a log that was shortened, are divided by time', () => {
  const sessions = [session(0, 0), session(10, 5), session(20, 9)]
  const lines = [line(1, 'note', 1), line(11, 'stopped', 9), line(20, 'resumed', 9)]
  expect(divided(sessions, lines)).toEqual([['note 1'], ['stopped 9'], ['resumed 9']])
})

test('a line that names its session belongs to it, though another session wrote first', () => {
  const sessions = [session(0, 0), session(10, 5)]
  const lines = [line(0, 'started', 0, 0), line(10, 'resumed', 5, 10), line(11, 'stopped', 5, 0)]
  expect(divided(sessions, lines)).toEqual([['started 0', 'stopped 5'], ['resumed 5']])
})

test('no line is lost or doubled, whatever the log says', () => {
  const sessions = [session(50, 0), session(10, 5), session(10, 5), session(90, 0)]
  const lines = Array.from({ length: 300 }, (_, i) =>
    line(
      (i * 7919) % 100,
      ['started', 'resumed', 'note'][i % 3] ?? '',
      (i * 31) % 6,
      (i * 17) % 60,
    ),
  )
  expect(linesBySession(sessions, lines).flat().length).toBe(lines.length)
  expect(new Set(linesBySession(sessions, lines).flat())).toEqual(new Set(lines))
})

test('an unusable name of a session is ignored', () => {
  const parsed = activityLineSchema.parse({ ...line(0, 'note', 1), session: 7 })
  expect(parsed.session).toBeUndefined()
})
