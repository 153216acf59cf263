import type { ErrorReport } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { Run, Session } from '../../../contract/run'

/* Sessions in run.json: one for each time the run was trained. */

export type RunOutcome =
  | { kind: 'finished'; step: number; warning?: Notice | undefined }
  | { kind: 'stopped'; step: number }
  | { kind: 'failed' | 'interrupted'; step: number; error: ErrorReport }

/** Returns the run with a new session. */
export function withSession(run: Run, start: Pick<Session, 'fromStep' | 'engine'>): Run {
  const session = { startedAt: new Date().toISOString(), ...start }
  return { ...run, state: 'running', sessions: [...run.sessions, session] }
}

/** Returns the run with its last session ended. @param trainedSeconds excluding pauses */
export function withEnding(run: Run, outcome: RunOutcome, trainedSeconds: number): Run {
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
  const sessions = run.sessions.map((session, i) =>
    i === run.sessions.length - 1 ? { ...session, ...ending } : session,
  )
  return { ...run, state: outcome.kind, sessions }
}
