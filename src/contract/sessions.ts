import type { Session } from './run'

/** Seconds spent in sessions that have ended: training where that was noted, else all of it. */
export function secondsIn(sessions: readonly Session[]): number {
  let sum = 0
  for (const { startedAt, endedAt, trainedSeconds } of sessions) {
    if (endedAt === undefined) continue
    sum += trainedSeconds ?? Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 1000
  }
  return sum
}

/** Steps per second over all sessions that have ended; null where none has taken a step. */
export function averageSpeed(sessions: readonly Session[]): number | null {
  const ended = sessions.filter(
    ({ endedAt, toStep }) => endedAt !== undefined && toStep !== undefined,
  )
  const steps = ended.reduce((sum, { fromStep, toStep = fromStep }) => sum + toStep - fromStep, 0)
  const seconds = secondsIn(ended)
  return steps > 0 && seconds > 0 ? steps / seconds : null
}
