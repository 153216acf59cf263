import { z } from 'zod'
import { problemSchema } from './notices'
import { logCodes } from './summary'
import type { LogEntry } from './summary'

/*
 * A run's activity log, activity.jsonl: one line per thing that happened to the run. Its host
 * appends to the file, and any version may read it.
 */

export const activityLineSchema = z.looseObject({
  at: z.iso.datetime(),
  /** One of {@link logCodes}, or another version's: then the line is kept, but not shown. */
  code: z.string().min(1),
  step: z.number().int().min(0),
  /** In English. */
  text: z.string().optional(),
  problem: problemSchema.optional().catch(undefined),
  /** Seconds that the session had trained by then, pauses left out. */
  trainedSeconds: z.number().min(0).optional(),
})
export type ActivityLine = z.infer<typeof activityLineSchema>

const known: ReadonlySet<string> = new Set(logCodes)
const isKnown = (line: ActivityLine): line is ActivityLine & Pick<LogEntry, 'code'> =>
  known.has(line.code)

/** The line as pages show it; undefined for a code that this version does not know. */
export function shownEntry(line: ActivityLine): LogEntry | undefined {
  if (!isKnown(line)) return undefined
  const { at, code, step, text, problem } = line
  const words = text === undefined ? {} : { text }
  return { at, code, step, ...words, ...(problem === undefined ? {} : { problem }) }
}

/** The codes that begin a session; such a line has the step from which the run resumed. */
export const beginnings: ReadonlySet<string> = new Set(['started', 'resumed'])
/** How a session ends. */
export const endings: ReadonlySet<string> = new Set([
  'stopped',
  'finished',
  'failed',
  'interrupted',
])
/** What recurs all through training, and can be told from the run's files too. */
const routine: ReadonlySet<string> = new Set(['sample', 'checkpoint'])

/**
 * Drops what belongs to an abandoned branch: if a run resumed from step N, whatever earlier
 * sessions did past N, other than how each of them ended.
 *
 * @param lines oldest first
 */
export function withoutAbandoned<T extends { code: string; step: number }>(
  lines: readonly T[],
): T[] {
  let kept: T[] = []
  for (const line of lines) {
    if (beginnings.has(line.code)) {
      kept = kept.filter(({ code, step }) => step <= line.step || endings.has(code))
    }
    kept.push(line)
  }
  return kept
}

/** At most `most` lines: the oldest samples and checkpoints go first, then the oldest of the rest. */
export function newestLines<T extends { code: string }>(lines: readonly T[], most: number): T[] {
  let surplus = lines.length - most
  if (surplus <= 0) return [...lines]
  const rest = lines.filter(({ code }) => !routine.has(code) || surplus-- <= 0)
  return rest.slice(-most)
}
