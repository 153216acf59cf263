import { isDeepStrictEqual } from 'node:util'
import type { Alarm } from '../../../contract/alarms/alarm'
import { annotated, annotationsOf } from '../../../contract/annotations'
import type { AnnotationsChange } from '../../../contract/annotations'
import { problemError, StudioError, toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import { earlyNotice } from '../../../contract/evaluations/early-notice'
import type { EarlyStop } from '../../../contract/evaluations/early-stop'
import type { Notice } from '../../../contract/notices'
import type { Run, RunState, Session } from '../../../contract/run'
import type { ReplyBody, TrainerEvent, TrainJob } from '../../../contract/trainer'
import { readRun, readStoredRun, updateRun } from '../../storage/runs/runs'
import { refuseOtherStamp } from '../../storage/runs/unchanged'

/* Sessions in run.json: one for each time the run was trained. */

export type RunOutcome =
  | { kind: 'finished'; step: number; warning?: Notice | undefined }
  | { kind: 'stopped'; step: number; early?: EarlyStop | undefined }
  | { kind: 'failed' | 'interrupted'; step: number; error: ErrorReport }

/** The last event of a trainer that ended a session as it should. */
export type FinalEvent = Extract<TrainerEvent, { type: 'finished' | 'stopped' | 'failed' }>

/**
 * The outcome of a session whose trainer has exited.
 *
 * @param last undefined if the trainer died
 * @param error why it died; ignored otherwise
 */
export function outcomeOf(
  last: FinalEvent | undefined,
  { step, early, error }: { step: number; early: EarlyStop | undefined; error: StudioError },
): RunOutcome {
  if (last?.type === 'failed') return { kind: 'failed', step, error: last.error }
  if (last?.type === 'finished') return { kind: last.type, step }
  if (last !== undefined) return { kind: last.type, step, early }
  return { kind: 'interrupted', step, error: toReport(error) }
}

type SessionStart = Pick<Session, 'fromStep' | 'engine'> & Partial<Pick<Session, 'startedAt'>>

/** True if training ended without being stopped by the user: with its last step, or early. */
export const endedByItself = (outcome: RunOutcome): boolean =>
  outcome.kind === 'finished' || (outcome.kind === 'stopped' && outcome.early !== undefined)

/** The reason why a session ended, if there is more to say than how it ended. */
export function whyEnded(outcome: RunOutcome): Notice | undefined {
  if ('error' in outcome) return outcome.error
  return outcome.kind === 'stopped' && outcome.early ? earlyNotice(outcome.early) : undefined
}

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
    ...(outcome.kind === 'stopped' && outcome.early !== undefined ? { early: outcome.early } : {}),
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

/** Keeps run.json up to date during one session. */
export class SessionRecord {
  /** The run as last stored; undefined until training starts. */
  private stored: Run | undefined
  /** Identifies the session in run.json. */
  private startedAt: string | undefined

  constructor(private readonly job: Pick<TrainJob, 'runDir' | 'config' | 'madeFrom'>) {}

  /** The run as last stored by this session. */
  get run(): Run {
    if (this.stored === undefined) throw new StudioError('internal', 'the session has not begun')
    return this.stored
  }

  /**
   * @returns the session's start
   * @throws StudioError `storage` if another process has trained the run since the job was made
   */
  async start({ engine, dataset, fromStep }: ReplyBody<'train'>): Promise<string> {
    const { config, madeFrom, runDir } = this.job
    // Resuming may have changed the run's length.
    const { hyperparameters } = config
    const startedAt = new Date().toISOString()
    this.startedAt = startedAt
    this.stored = await updateRun(runDir, (run) => {
      // The trainer may have ended, and another process trained the run, before this was recorded.
      refuseOtherStamp(run, madeFrom, runDir)
      const changed = { ...run, dataset, config: { ...run.config, hyperparameters } }
      return withSession(changed, { startedAt, fromStep, engine })
    })
    return startedAt
  }

  /** Returns true if this is the last session in the run's folder, which may have been replaced. */
  async isLast(): Promise<boolean> {
    const { startedAt: start } = this
    if (start === undefined) return false
    return (await readRun(this.job.runDir)).sessions.at(-1)?.startedAt === start
  }

  /** Sets the state, unless the session has ended in the meantime: then its final state stays. */
  setState(state: RunState): Promise<void> {
    return this.update((run, own) => {
      const ended = run.sessions[own]?.endedAt !== undefined || own < run.sessions.length - 1
      return ended ? run : { ...run, state }
    })
  }

  rename(name: string): Promise<void> {
    return this.update((run) => ({ ...run, name }))
  }

  annotate(change: AnnotationsChange): Promise<void> {
    return this.update((run) => ({ ...run, annotations: annotated(annotationsOf(run), change) }))
  }

  /**
   * Takes over annotations that another process has written since.
   *
   * @returns whether there were any
   */
  async rereadAnnotations(): Promise<boolean> {
    const before = this.run
    const { sessions, annotations } = await readStoredRun(this.job.runDir)
    // This session may have stored newer ones meanwhile, or the folder may have been replaced.
    if (this.run !== before || !sessions.some((one) => one.startedAt === this.startedAt))
      return false
    if (isDeepStrictEqual(annotations, before.annotations)) return false
    this.stored = { ...before, annotations }
    return true
  }

  /** Stores the session's alarms. */
  setAlarms(alarms: readonly Alarm[]): Promise<void> {
    return this.update((run, own) => {
      const sessions = run.sessions.map((one, i) =>
        i === own ? { ...one, alarms: [...alarms] } : one,
      )
      return { ...run, sessions }
    })
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
      await this.update((run, own) => withEnding(run, own, outcome, trainedSeconds))
      return { recorded: outcome }
    } catch (error) {
      if ('error' in outcome) return { recorded: outcome }
      const { step } = outcome
      const recorded = { kind: 'interrupted', step, error: toReport(error) } as const
      return { recorded, failure: { error } }
    }
  }

  /** @param change receives the run and the index of this session */
  private async update(change: (run: Run, own: number) => Run): Promise<void> {
    const { startedAt: start } = this
    const { runDir } = this.job
    this.stored = await updateRun(runDir, (run) => {
      const own = run.sessions.findLastIndex(({ startedAt }) => startedAt === start)
      // The folder may have been replaced by another run's.
      if (own >= 0) return change(run, own)
      throw problemError('storage', 'runFolderGone', {}, { where: runDir })
    })
  }
}
