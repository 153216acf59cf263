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
