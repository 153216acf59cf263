import type { ErrorReport } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { Run, Session } from '../../../contract/run'

/* Sessions in run.json: one for each time the run was trained. */

export type RunOutcome =
  | { kind: 'finished'; step: number; warning?: Notice | undefined }
  | { kind: 'stopped'; step: number }
  | { kind: 'failed' | 'interrupted'; step: number; error: ErrorReport }

type SessionStart = Pick<Session, 'fromStep' | 'engine'> & Partial<Pick<Session, 'startedAt'>>

/** Returns the run with a new session, which starts now unless given a time. */
export function withSession(run: Run, start: SessionStart): Run {
  const session = { startedAt: new Date().toISOString(), ...start }
  return { ...run, state: 'running', sessions: [...run.sessions, session] }
}

/**
 * Returns the run with a session ended, its state unchanged if another session has begun since.
 *
 * @param index the session's index @param trainedSeconds excluding pauses
 */
export function withEnding(
  run: Run,
  index: number,
  outcome: RunOutcome,
  trainedSeconds: number,
): Run {
  const ending = {
    endedAt: new Date().toISOString(),
    toStep: outcome.step,
    outcome: 'error' in outcome ? outcome.error.message : outcome.kind,
    endedAs: outcome.kind,
    ...('error' in outcome ? { error: outcome.error } : {}),
    ...(outcome.kind === 'finished' && outcome.warning !== undefined
      ? { warning: outcome.warning }
      : {}),
    trainedSeconds,
  }
  const sessions = run.sessions.map((session, i) => {
    if (i !== index) return session
    // Another host may have noted an interruption before this end could be recorded.
    const { error: _error, warning: _warning, ...rest } = session
    return { ...rest, ...ending }
  })
  const isLast = index === run.sessions.length - 1
  return { ...run, state: isLast ? outcome.kind : run.state, sessions }
}
