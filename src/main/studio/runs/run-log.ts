import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { isLive } from '../../../contract/run'
import type { Run, Session } from '../../../contract/run'
import type { LogEntry } from '../../../contract/summary'

/** Entries kept of each run; older ones are left out. */
const MOST_ENTRIES = 2000

interface Kept {
  /** Sessions before the first that was followed here. */
  sessionsBefore: number
  entries: LogEntry[]
}

/**
 * What happened to each run: of the sessions followed here every entry, of earlier ones what
 * run.json tells. Times in one run's log strictly rise, so that an entry is told by its time.
 */
export class RunLogs {
  private readonly kept = new Map<string, Kept>()

  constructor(private readonly now: () => number = Date.now) {}

  /** A session that run.json lists last is followed from here on. */
  follow(run: Run): void {
    const sessionsBefore = Math.max(0, run.sessions.length - 1)
    if (!this.kept.has(run.id)) this.kept.set(run.id, { sessionsBefore, entries: [] })
  }

  /** @returns the entry, with its time */
  add(id: string, entry: Omit<LogEntry, 'at'>): LogEntry {
    const log = this.kept.get(id) ?? { sessionsBefore: 0, entries: [] }
    this.kept.set(id, log)
    const last = log.entries.at(-1)
    const time = Math.max(this.now(), last === undefined ? 0 : Date.parse(last.at) + 1)
    const dated = { at: new Date(time).toISOString(), ...entry }
    log.entries.push(dated)
    if (log.entries.length > MOST_ENTRIES) log.entries.shift()
    return dated
  }

  of(run: Run): LogEntry[] {
    const kept = this.kept.get(run.id)
    const earlier = run.sessions.slice(0, kept?.sessionsBefore)
    return [
      ...earlier.flatMap((session, i) => sessionEntries(run, session, i)),
      ...(kept?.entries ?? []),
    ]
  }
}

function sessionEntries(run: Run, session: Session, index: number): LogEntry[] {
  const { startedAt, endedAt, fromStep, toStep, engine } = session
  const start: LogEntry = {
    at: startedAt,
    code: index === 0 ? 'started' : 'resumed',
    step: fromStep,
    ...logWords(engine === undefined ? undefined : onEngine(engine)),
  }
  const code = endOf(run, session, index)
  if (code === undefined) return [start]
  const words = code === session.outcome ? undefined : session.outcome
  const end: LogEntry = {
    at: endedAt ?? startedAt,
    code,
    step: toStep ?? fromStep,
    ...logWords(session.error ?? words),
  }
  return [start, end]
}

/** What an entry says beside its code: words, or a notice in any language. */
export function logWords(words: string | Notice | undefined): Pick<LogEntry, 'text' | 'problem'> {
  if (words === undefined) return {}
  if (typeof words === 'string') return { text: words }
  const { message: text, problem } = words
  return problem === undefined ? { text } : { text, problem }
}

/** How a session ended; undefined while it lasts. */
function endOf(run: Run, session: Session, index: number): LogEntry['code'] | undefined {
  if (session.endedAs !== undefined) return session.endedAs
  const { state } = run
  if (index === run.sessions.length - 1) {
    if (isLive(state)) return undefined
    if (state !== 'created') return state
  }
  if (session.outcome === 'finished' || session.outcome === 'stopped') return session.outcome
  return 'interrupted'
}

/** What a session computes on. */
export const onEngine = ({ name, version, device }: NonNullable<Session['engine']>): Notice =>
  notice('computesOn', { name, version, device })
