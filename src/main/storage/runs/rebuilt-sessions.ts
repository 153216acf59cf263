import fs from 'node:fs'
import { join } from 'node:path'
import { sessionEnds } from '../../../contract/activity'
import type { ActivityLine } from '../../../contract/activity'
import { problemError, toReport } from '../../../contract/errors'
import { isLive } from '../../../contract/run'
import type { Run, Session } from '../../../contract/run'
import { linesBySession } from '../../../contract/session-lines'
import { isoTime } from '../../../contract/times'
import { checkpointSteps } from '../checkpoints/checkpoint-folders'
import { manifestName } from '../checkpoints/manifest'
import { readActivity } from './activity-log'
import { hasEverything } from './complete-run'
import { lastMetrics } from './last-metrics'
import { activityFile, checkpointDirectory, metricsFile } from './paths'
import { listSamples, sampleFiles } from './samples'

/*
 * Reconstructs the end of sessions whose host was killed: run.json does not record it, but their
 * files show it.
 */

type Ending = Pick<
  Session,
  'endedAt' | 'toStep' | 'endedAs' | 'outcome' | 'error' | 'trainedSeconds'
>

/**
 * Adds an end to each session that has none but is no longer training: the last step found in its
 * metrics, samples and checkpoints, the time of the newest of these files, and an estimate of the
 * training time. Other sessions are unchanged.
 *
 * @param trains true if the last session is still training
 * @throws StudioError `storage`
 */
export async function withRebuiltSessions(dir: string, run: Run, trains: boolean): Promise<Run> {
  const last = run.sessions.length - 1
  const isOpen = (i: number): boolean =>
    run.sessions[i]?.endedAt === undefined && !(trains && i === last)
  if (!run.sessions.some((_, i) => isOpen(i))) return run
  const all = await tracesOf(dir)
  const lines = linesBySession(run.sessions, all.lines)
  const sessions: Session[] = []
  for (const [i, session] of run.sessions.entries()) {
    if (!isOpen(i)) sessions.push(session)
    else {
      const traces = { ...all, lines: lines[i] ?? [] }
      const ending = endingOf(session, run.sessions[i + 1], traces)
      const finished = i === last && (await wasFinished(dir, run, ending, traces))
      sessions.push({ ...session, ...(finished ? asFinished(ending) : ending) })
    }
  }
  const rebuilt = { ...run, sessions }
  const ended = sessions.at(-1)
  if (trains || !isLive(run.state) || ended?.endedAs === undefined) return rebuilt
  return { ...rebuilt, state: ended.endedAs }
}

/** A file written by a session at a step. */
interface Trace {
  step: number
  /** Time written, in milliseconds since the epoch. */
  at: number
}

interface Traces {
  /** Files of any session. */
  files: Trace[]
  lines: ActivityLine[]
  /** When any of the files was last written, in milliseconds since the epoch. */
  lastWritten: number
}

async function tracesOf(dir: string): Promise<Traces> {
  const [lines, metrics, samples, checkpoints] = await Promise.all([
    readActivity(dir),
    lastMetrics(metricsFile(dir)),
    listSamples(dir),
    checkpointSteps(dir),
  ])
  const files = await Promise.all([
    ...(metrics === null ? [] : [traceOf(metricsFile(dir), metrics.step)]),
    ...samples.map((step) => traceOf(sampleFiles(dir, step).png, step)),
    ...checkpoints.map((step) => traceOf(join(checkpointDirectory(dir, step), manifestName), step)),
  ])
  const log = await traceOf(activityFile(dir), 0)
  const known = files.filter((trace) => trace !== undefined)
  return { lines, files: known, lastWritten: Math.max(log?.at ?? 0, ...known.map(({ at }) => at)) }
}

/** Undefined if the file has disappeared. */
async function traceOf(file: string, step: number): Promise<Trace | undefined> {
  return fs.promises.stat(file).then(
    ({ mtimeMs }) => ({ step, at: mtimeMs }),
    () => undefined,
  )
}

/** @param traces with the session's own lines only */
function endingOf(session: Session, next: Session | undefined, traces: Traces): Ending {
  const from = Date.parse(session.startedAt)
  const until = next === undefined ? Infinity : Date.parse(next.startedAt)
  const within = (at: number): boolean => at >= from && at < until
  const { lines } = traces
  const files = traces.files.filter(({ at }) => within(at))
  const lastWritten = Math.min(traces.lastWritten, Date.now())
  const times = [...lines.map(({ at }) => Date.parse(at)), ...files.map(({ at }) => at)]
  const endedAt = Math.max(from, ...times, next === undefined ? lastWritten : 0)
  // Steps after the one from which the next session resumed were discarded.
  const reached = [...lines, ...files].map(({ step }) => step)
  const toStep = Math.max(session.fromStep, next?.fromStep ?? 0, ...reached)
  const trainedSeconds = secondsOf(session, lines, { step: toStep, at: endedAt })
  const end = lines.findLast(({ code }) => sessionEnds.has(code))?.code
  const figures = { endedAt: isoTime(endedAt), toStep, trainedSeconds }
  if (end === 'finished' || end === 'stopped') return { ...figures, endedAs: end, outcome: end }
  const error = toReport(problemError('training', 'hostEnded', {}))
  return { ...figures, endedAs: 'interrupted', outcome: error.message, error }
}

/** Whether a run's last session finished, although its end was not recorded. */
async function wasFinished(
  dir: string,
  run: Run,
  { endedAs, toStep = 0 }: Ending,
  { lines }: Traces,
): Promise<boolean> {
  const failed = lines.some(({ code }) => code === 'failed')
  return endedAs === 'interrupted' && !failed && (await hasEverything(dir, run, toStep))
}

const asFinished = ({ error: _none, ...ending }: Ending): Ending => ({
  ...ending,
  endedAs: 'finished',
  outcome: 'finished',
})

/**
 * Estimates the training time in seconds: the time in the last line of the log, plus the steps
 * after it at the same speed, but at most the elapsed time. Without a log, all of the elapsed time.
 */
function secondsOf(session: Session, lines: readonly ActivityLine[], end: Trace): number {
  const last = lines.findLast(({ trainedSeconds }) => trainedSeconds !== undefined)
  if (last?.trainedSeconds === undefined) return (end.at - Date.parse(session.startedAt)) / 1000
  const before = last.trainedSeconds
  if (last.code === 'paused' || sessionEnds.has(last.code)) return before
  const passed = Math.max(0, end.at - Date.parse(last.at)) / 1000
  const steps = last.step - session.fromStep
  if (steps <= 0 || before === 0) return before + passed
  return before + Math.min(passed, ((end.step - last.step) * before) / steps)
}
