import { asNotice, problemError, StudioError } from '../../../contract/errors'
import type { EngineChoice, EngineInfo, EngineSetup } from '../../../contract/engines'
import type { ProblemCode } from '../../../contract/problems'
import type { Run } from '../../../contract/run'

/* Resuming is exact only on the engine, and with the setup, that the run was trained with. */

/** The engine that last trained the run; undefined if none has. */
export const lastEngine = ({ sessions }: Pick<Run, 'sessions'>): EngineInfo | undefined =>
  sessions.findLast(({ engine }) => engine !== undefined)?.engine

interface EngineRequest {
  engine?: EngineChoice | undefined
  threads?: number | undefined
  fromStart?: boolean | undefined
}

/**
 * The engine and the number of threads to resume a run with: those that last trained it, whatever
 * it was created with, unless it starts over. 0 threads are automatic.
 *
 * @param asked overrides them; `auto` means the fastest engine available
 */
export function resumeEngine(
  run: Pick<Run, 'config' | 'sessions'>,
  asked: EngineRequest,
): { engine: EngineChoice; threads: number } {
  const last = asked.fromStart === true ? undefined : lastEngine(run)
  const engine = asked.engine ?? last?.name ?? run.config.engine
  const { threads } = last !== undefined && last.name === engine ? last : run.config
  return { engine, threads: asked.threads ?? threads }
}

/** The setup of the run's last session, needed to resume exactly. */
export function lastSetup(run: Pick<Run, 'sessions'>): { setup?: EngineSetup } | undefined {
  const engine = lastEngine(run)
  if (engine?.name !== 'tensorflow') return undefined
  const { threads, math } = engine
  return { setup: { threads, ...(math === undefined ? {} : { math }) } }
}

const unavailable: readonly (ProblemCode | undefined)[] = [
  'engineNotInstalled',
  'engineNotBuilt',
  'engineDoesNotLoad',
  'engineDoesNotStart',
  'engineDidNotStart',
  'engineOfOtherVersion',
  'wasmDidNotStart',
]

/**
 * Converts the error of an engine that is not available into one that says that the run was trained
 * with it, unless the request named the engine or starts over.
 */
export function asGoneEngine(error: unknown, run: Run, asked: EngineRequest): unknown {
  const engine = lastEngine(run)?.name
  if (asked.engine !== undefined || asked.fromStart === true) return error
  if (!(error instanceof StudioError) || engine === undefined) return error
  if (!unavailable.includes(error.problem?.code as ProblemCode | undefined)) return error
  return problemError('engine', 'runEngineGone', { engine, why: asNotice(error) }, { cause: error })
}
