import type { StoredRun } from '../../../storage/runs/runs'
import { ForeignSession } from './foreign-session'

/** The sessions that other processes train, by run. */
export class ForeignSessions {
  private readonly known = new Map<string, { startedAt: string; session: ForeignSession }>()

  /** The last session of a run. */
  of({ dir, run }: StoredRun): ForeignSession {
    const startedAt = run.sessions.at(-1)?.startedAt ?? ''
    const found = this.known.get(run.id)
    if (found?.startedAt === startedAt) return found.session
    const session = new ForeignSession(dir)
    this.known.set(run.id, { startedAt, session })
    return session
  }

  forget(id: string): void {
    this.known.delete(id)
  }
}
