import { problemError, StudioError, toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { Run, RunState, Session } from '../../../contract/run'
import type { ReplyBody, TrainJob } from '../../../contract/trainer'
import { updateRun } from '../../storage/runs/runs'

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

/** Keeps run.json up to date during one session. */
export class SessionRecord {
  /** The run as last stored; undefined until training starts. */
  private stored: Run | undefined

  constructor(private readonly job: Pick<TrainJob, 'runDir' | 'config'>) {}

  /** The run as last stored by this session. */
  get run(): Run {
    if (this.stored === undefined) throw new StudioError('internal', 'the session has not begun')
    return this.stored
  }

  async start({ engine, dataset, fromStep }: ReplyBody<'train'>): Promise<void> {
    // Resuming may have changed the run's length.
    const { hyperparameters } = this.job.config
    await this.update((run) => {
      const config = { ...run.config, hyperparameters }
      return withSession({ ...run, dataset, config }, { fromStep, engine })
    })
  }

  /** Sets the state, unless the session has ended in the meantime: then its final state stays. */
  setState(state: RunState): Promise<void> {
    return this.update((run) =>
      run.sessions.at(-1)?.endedAt === undefined ? { ...run, state } : run,
    )
  }

  rename(name: string): Promise<void> {
    return this.update((run) => ({ ...run, name }))
  }

  /**
   * @returns the outcome as it is known now, with the error if run.json could not be updated; an
   *   outcome that has an error itself takes precedence
   */
  async end(
    outcome: RunOutcome,
    trainedSeconds: number,
  ): Promise<{ recorded: RunOutcome; failure?: { error: unknown } }> {
    try {
      await this.update((run) => withEnding(run, outcome, trainedSeconds))
      return { recorded: outcome }
    } catch (error) {
      if ('error' in outcome) return { recorded: outcome }
      const { step } = outcome
      const recorded = { kind: 'interrupted', step, error: toReport(error) } as const
      return { recorded, failure: { error } }
    }
  }

  private async update(change: (run: Run) => Run): Promise<void> {
    const start = this.stored?.sessions.at(-1)?.startedAt
    const { runDir } = this.job
    this.stored = await updateRun(runDir, (run) => {
      // The folder may have been replaced by another run's.
      if (start === undefined || run.sessions.at(-1)?.startedAt === start) return change(run)
      throw problemError('storage', 'runFolderGone', {}, { where: runDir })
    })
  }
}
