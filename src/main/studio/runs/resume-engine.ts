import { asNotice, problemError, StudioError } from '../../../contract/errors'
import type { EngineChoice, EngineInfo, EngineSetup } from '../../../contract/engines'
import type { ProblemCode } from '../../../contract/problems'
import type { Run } from '../../../contract/run'

/* Resuming is exact only on the engine, and with the setup, that the run was trained with. */

/** The engine that last trained the run; undefined if none has. */
export const lastEngine = ({ sessions }: Pick<Run, 'sessions'>): EngineInfo | undefined =>
  sessions.findLast(({ engine }) => engine !== undefined)?.engine

/**
 * The engine to resume a run on. A run with `auto` stays on the engine that last trained it, even
 * if a faster one has become available.
 *
 * @param asked overrides the run's engine; `auto` then means the fastest available
 */
export function resumeEngine(
  run: Pick<Run, 'config' | 'sessions'>,
  {
    engine: asked,
    fromStart = false,
  }: { engine?: EngineChoice | undefined; fromStart?: boolean | undefined },
): EngineChoice {
  if (asked !== undefined) return asked
  const { engine } = run.config
  return engine === 'auto' && !fromStart ? (lastEngine(run)?.name ?? 'auto') : engine
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
 * with it, unless the request named the engine.
 */
export function asGoneEngine(error: unknown, run: Run, asked: EngineChoice | undefined): unknown {
  const engine = lastEngine(run)?.name
  if (!(error instanceof StudioError) || asked !== undefined || engine === undefined) return error
  if (!unavailable.includes(error.problem?.code as ProblemCode | undefined)) return error
  if (run.config.engine !== 'auto' && run.config.engine !== engine) return error
  return problemError('engine', 'runEngineGone', { engine, why: asNotice(error) }, { cause: error })
}
