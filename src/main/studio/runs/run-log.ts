import {
  sessionStarts,
  sessionEnds,
  newestLines,
  toLogEntry,
  withoutAbandoned,
} from '../../../contract/activity'
import type { ActivityLine } from '../../../contract/activity'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { isLive } from '../../../contract/run'
import type { Run, Session } from '../../../contract/run'
import { linesBySession } from '../../../contract/session-lines'
import type { LogEntry } from '../../../contract/summary'
import { isoTime, LATEST } from '../../../contract/times'

/**
 * Maximum number of entries in a run's log; the oldest samples and checkpoints are dropped first.
 */
const MAX_ENTRIES = 2000

/** A sample or checkpoint on the disk. */
export interface SavedStep {
  code: 'sample' | 'checkpoint'
  step: number
  /** Modification time in milliseconds. */
  at: number
}

/**
 * Builds a run's log, oldest first, from its activity log. Missing entries (of sessions of earlier
 * versions, or after a host was killed) are reconstructed from run.json and the run's files. Steps
 * repeated by a later session are left out. Times increase strictly, so they identify entries.
 */
export function runLog(
  run: Run,
  lines: readonly ActivityLine[],
  saved: readonly SavedStep[],
): LogEntry[] {
  const own = linesBySession(run.sessions, lines)
  const entries = run.sessions.flatMap((_, i) => sessionEntries(run, i, own[i] ?? [], saved))
  return withIncreasingTimes(newestLines(withoutAbandoned(entries), MAX_ENTRIES))
}

/** @param index the session's index @param lines the session's lines in the log */
function sessionEntries(
  run: Run,
  index: number,
  lines: readonly ActivityLine[],
  saved: readonly SavedStep[],
): LogEntry[] {
  const session = run.sessions[index]
  if (session === undefined) return []
  const logged = lines.flatMap((line) => toLogEntry(line) ?? [])
  const start = logged.some(({ code }) => sessionStarts.has(code)) ? [] : [startOf(session, index)]
  const end = logged.some(({ code }) => sessionEnds.has(code))
    ? undefined
    : endOf(run, session, index)
  const unlogged = end === undefined ? [] : savedSince(session, logged, saved, Date.parse(end.at))
  const known = [...start, ...logged, ...unlogged, ...(end === undefined ? [] : [end])]
  return withAlarmsLeftOut(session, known)
}

/** Adds an entry after the session's start if any of its alarms could not be read. */
function withAlarmsLeftOut(
  { startedAt: at, fromStep: step, alarmsLeftOut: count }: Session,
  entries: LogEntry[],
): LogEntry[] {
  if (count === undefined) return entries
  const words = logWords(notice('alarmsLeftOut', { count }))
  return entries.toSpliced(1, 0, { at, code: 'warning', step, ...words })
}

function startOf({ startedAt, fromStep, engine }: Session, index: number): LogEntry {
  return {
    at: startedAt,
    code: index === 0 ? 'started' : 'resumed',
    step: fromStep,
    ...logWords(engine === undefined ? undefined : engineNotice(engine)),
  }
}

/** The session's samples and checkpoints after the last entry in the log. */
function savedSince(
  { startedAt, fromStep, toStep = fromStep }: Session,
  logged: readonly LogEntry[],
  saved: readonly SavedStep[],
  end: number,
): LogEntry[] {
  const start = Date.parse(startedAt)
  const known = new Set(logged.map(({ code, step }) => `${code} ${step}`))
  const first = logged.reduce((step, entry) => Math.max(step, entry.step), fromStep)
  return saved
    .filter(({ code, step }) => step >= first && step <= toStep && !known.has(`${code} ${step}`))
    .filter(({ step }) => step > fromStep || fromStep === 0)
    .map(({ code, step, at }) => ({ code, step, at: Math.min(Math.max(at, start), end) }))
    .sort((a, b) => a.at - b.at || a.step - b.step)
    .map(({ at, ...entry }) => ({ at: isoTime(at), ...entry }))
}

/** The entry for the end of a session; undefined if it is in progress. */
function endOf(run: Run, session: Session, index: number): LogEntry | undefined {
  const code = endCode(run, session, index)
  if (code === undefined) return undefined
  const { startedAt, endedAt, fromStep, toStep, outcome, error } = session
  const words = error ?? (code === outcome ? undefined : outcome)
  return { at: endedAt ?? startedAt, code, step: toStep ?? fromStep, ...logWords(words) }
}

function endCode(run: Run, session: Session, index: number): LogEntry['code'] | undefined {
  if (session.endedAs !== undefined) return session.endedAs
  const { state } = run
  if (index === run.sessions.length - 1) {
    if (isLive(state)) return undefined
    if (state !== 'created') return state
  }
  if (session.outcome === 'finished' || session.outcome === 'stopped') return session.outcome
  return 'interrupted'
}

function withIncreasingTimes(entries: readonly LogEntry[]): LogEntry[] {
  let last = -Infinity
  const times = entries.map(({ at }) => (last = Math.max(Date.parse(at), last + 1)))
  // The last entries may have been pushed beyond the last valid time.
  const latest = (i: number): number => LATEST - (entries.length - 1 - i)
  return entries.map((entry, i) => ({
    ...entry,
    at: isoTime(Math.min(times[i] ?? LATEST, latest(i))),
  }))
}

/** The text of an entry: plain words, or a notice, which can be translated. */
export function logWords(words: string | Notice | undefined): Pick<LogEntry, 'text' | 'problem'> {
  if (words === undefined) return {}
  if (typeof words === 'string') return { text: words }
  const { message: text, problem } = words
  return problem === undefined ? { text } : { text, problem }
}

/** A notice that names the session's engine. */
export const engineNotice = ({ name, version, device }: NonNullable<Session['engine']>): Notice =>
  notice('computesOn', { name, version, device })
