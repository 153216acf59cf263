import { sessionStarts } from './activity'
import type { ActivityLine } from './activity'
import type { Session } from './run'

/** A session's first line follows its start in run.json within this many milliseconds. */
const START_MS = 60_000

type Sessions = readonly Pick<Session, 'startedAt' | 'fromStep'>[]

/**
 * Divides the lines of an activity log among the run's sessions: by the session that a line names,
 * else by the last start of a session before it. Times decide only if there is neither: the clock
 * may have been set back between sessions.
 *
 * @param lines in the order of the log
 * @returns the lines of each session
 */
export function linesBySession(
  sessions: Sessions,
  lines: readonly ActivityLine[],
): ActivityLine[][] {
  const own = sessions.map((): ActivityLine[] => [])
  const starts = sessionsOfStarts(sessions, lines)
  let current: number | undefined
  for (const line of lines) {
    current = starts.get(line) ?? current
    const index = namedBy(line, sessions) ?? current ?? byTime(sessions, line.at)
    own[index]?.push(line)
  }
  return own
}

/** The index of the session that a line names. */
function namedBy({ session }: ActivityLine, sessions: Sessions): number | undefined {
  if (session === undefined) return undefined
  const index = sessions.findLastIndex(({ startedAt }) => startedAt === session)
  return index < 0 ? undefined : index
}

/** The session that each start begins. From the end, since the log may lack its beginning. */
function sessionsOfStarts(
  sessions: Sessions,
  lines: readonly ActivityLine[],
): Map<ActivityLine, number> {
  const found = new Map<ActivityLine, number>()
  let before = sessions.length
  for (const line of lines.toReversed()) {
    if (!sessionStarts.has(line.code)) continue
    const index = namedBy(line, sessions) ?? sessionOfStart(line, sessions.slice(0, before))
    if (index === undefined) continue
    found.set(line, index)
    before = index
  }
  return found
}

function sessionOfStart({ code, step, at }: ActivityLine, sessions: Sessions): number | undefined {
  const candidates = [...sessions.entries()].filter(
    ([i, { fromStep }]) => fromStep === step && (i === 0) === (code === 'started'),
  )
  const atItsTime = candidates.filter(([, { startedAt }]) => {
    const passed = Date.parse(at) - Date.parse(startedAt)
    return passed >= 0 && passed < START_MS
  })
  return (atItsTime.at(-1) ?? candidates.at(-1))?.[0]
}

const byTime = (sessions: Sessions, at: string): number =>
  Math.max(
    0,
    sessions.findLastIndex(({ startedAt }) => Date.parse(startedAt) <= Date.parse(at)),
  )
