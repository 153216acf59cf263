import type { StoredRun } from '../../../storage/runs/runs'
import { ForeignSession } from './foreign-session'

/** The sessions that other processes train, by run. */
export class ForeignSessions {
  private readonly observed = new Map<string, { startedAt: string; session: ForeignSession }>()

  /** The last session of a run. */
  of({ dir, run }: StoredRun): ForeignSession {
    const startedAt = run.sessions.at(-1)?.startedAt ?? ''
    const found = this.observed.get(run.id)
    if (found?.startedAt === startedAt) return found.session
    const session = new ForeignSession(dir)
    this.observed.set(run.id, { startedAt, session })
    return session
  }

  /** The last session of a run, if it has been observed. */
  known({ run }: StoredRun): ForeignSession | undefined {
    const found = this.observed.get(run.id)
    return found?.startedAt === run.sessions.at(-1)?.startedAt ? found?.session : undefined
  }

  forget(id: string): void {
    this.observed.delete(id)
  }
}
