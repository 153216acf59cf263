import { isLive } from './run'
import type { Run, ShownState } from './run'

/** Returns when a session of the run last began or ended; when the run was created if none has. */
export function changedAt({ createdAt, sessions }: Pick<Run, 'createdAt' | 'sessions'>): string {
  const last = sessions.at(-1)
  return last?.endedAt ?? last?.startedAt ?? createdAt
}

interface Activity {
  state: ShownState
  changedAt: string
}

/**
 * Orders runs by when they were last trained, most recently first; runs that are training come
 * before all others.
 */
export function lastTrainedFirst(a: Activity, b: Activity): number {
  const live = Number(isLive(b.state)) - Number(isLive(a.state))
  return live === 0 ? b.changedAt.localeCompare(a.changedAt) : live
}
