import { z } from 'zod'
import { problemSchema } from './notices'
import { logCodes } from './summary'
import type { LogEntry } from './summary'

/*
 * A run's activity log, activity.jsonl, with one line per event. The host that trains the run
 * appends to it; any version may read it.
 */

export const activityLineSchema = z.looseObject({
  at: z.iso.datetime(),
  /** One of {@link logCodes}; lines with codes of other versions are kept but not shown. */
  code: z.string().min(1),
  step: z.number().int().min(0),
  /** In English. */
  text: z.string().optional(),
  problem: problemSchema.optional().catch(undefined),
  /** The session's `startedAt` in run.json; absent in logs of earlier versions. */
  session: z.iso.datetime().optional().catch(undefined),
  /** Seconds that the session had trained so far, excluding pauses. */
  trainedSeconds: z.number().min(0).optional(),
})
export type ActivityLine = z.infer<typeof activityLineSchema>

const knownCodes: ReadonlySet<string> = new Set(logCodes)
const isKnown = (line: ActivityLine): line is ActivityLine & Pick<LogEntry, 'code'> =>
  knownCodes.has(line.code)

/** Converts a line to a log entry; returns undefined if this version does not know its code. */
export function toLogEntry(line: ActivityLine): LogEntry | undefined {
  if (!isKnown(line)) return undefined
  const { at, code, step, text, problem } = line
  const words = text === undefined ? {} : { text }
  return { at, code, step, ...words, ...(problem === undefined ? {} : { problem }) }
}

/** Codes that start a session; the step of such a line is the one the session starts from. */
export const sessionStarts: ReadonlySet<string> = new Set(['started', 'resumed'])
/** Codes that end a session. */
export const sessionEnds: ReadonlySet<string> = new Set([
  'stopped',
  'finished',
  'failed',
  'interrupted',
])
/** Codes of frequent events that can also be reconstructed from the run's files. */
const routine: ReadonlySet<string> = new Set(['sample', 'checkpoint'])

/**
 * Drops lines of abandoned branches: where a run resumed from step N, all earlier lines past step N
 * except those that end a session.
 *
 * @param lines oldest first
 */
export function withoutAbandoned<T extends { code: string; step: number }>(
  lines: readonly T[],
): T[] {
  let kept: T[] = []
  for (const line of lines) {
    if (sessionStarts.has(line.code)) {
      kept = kept.filter(({ code, step }) => step <= line.step || sessionEnds.has(code))
    }
    kept.push(line)
  }
  return kept
}

/**
 * Returns at most `most` lines, dropping the oldest samples and checkpoints first, then the oldest
 * other lines.
 */
export function newestLines<T extends { code: string }>(lines: readonly T[], most: number): T[] {
  let surplus = lines.length - most
  if (surplus <= 0) return [...lines]
  const rest = lines.filter(({ code }) => !routine.has(code) || surplus-- <= 0)
  return rest.slice(-most)
}
