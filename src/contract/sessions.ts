import type { Session } from './run'

/**
 * Total training time of ended sessions in seconds. A session that did not record it counts with
 * its whole duration.
 */
export function secondsIn(sessions: readonly Session[]): number {
  let sum = 0
  for (const { startedAt, endedAt, trainedSeconds } of sessions) {
    if (endedAt === undefined) continue
    sum += trainedSeconds ?? Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 1000
  }
  return sum
}

/** Mean steps per second of all ended sessions; null if none took a step. */
export function averageSpeed(sessions: readonly Session[]): number | null {
  const ended = sessions.filter(
    ({ endedAt, toStep }) => endedAt !== undefined && toStep !== undefined,
  )
  const steps = ended.reduce((sum, { fromStep, toStep = fromStep }) => sum + toStep - fromStep, 0)
  const seconds = secondsIn(ended)
  return steps > 0 && seconds > 0 ? steps / seconds : null
}
