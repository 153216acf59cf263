import { asNotice, problemError, StudioError } from '../../../contract/errors'
import { UNMEASURED_THREADS } from '../../../contract/engines'
import type { EngineChoice, EngineInfo, EngineSetup } from '../../../contract/engines'
import type { Notice } from '../../../contract/notices'
import type { ProblemCode } from '../../../contract/problems'
import type { Run } from '../../../contract/run'

/* Resuming is exact only on the engine, and with the setup, that the run was trained with. */

/**
 * The engine that last trained the run, since it last began at step 0; undefined if none has. A
 * session that ended before its first step trained nothing.
 */
export function lastEngine({ sessions }: Pick<Run, 'sessions'>): EngineInfo | undefined {
  const beginning = sessions.findLastIndex(({ fromStep }) => fromStep === 0)
  const trained = sessions
    .slice(Math.max(0, beginning))
    .filter(({ fromStep, toStep = Infinity }) => toStep > fromStep)
  return trained.findLast(({ engine }) => engine !== undefined)?.engine
}

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
  return { engine, threads: asked.threads ?? threadsFor(engine, last, run.config.threads) }
}

/** @param own the threads that the run was created with */
function threadsFor(engine: EngineChoice, last: EngineInfo | undefined, own: number): number {
  if (last?.name === engine) return last.threads
  // `auto` may open TensorFlow again. Automatic threads then come from the setup, and other engines
  // choose their own.
  return engine === 'auto' && last?.name === 'tensorflow' && own !== 0 ? last.threads : own
}

interface SetupToResume {
  setup?: EngineSetup
  /** Notes about the measurement, if one was made. */
  notes: Notice[]
}

/**
 * The native engine's setup to resume with: the last session's, because an exact resume needs the
 * same one, or the best on this machine if the run starts over. If 0 threads are requested, takes
 * the number that is best on this machine, but keeps the math library.
 *
 * @param find returns the best setup on this machine; called only if needed
 */
export async function setupToResume(
  run: Pick<Run, 'sessions'>,
  { fromStart = false, threads }: EngineRequest,
  find: () => Promise<SetupToResume>,
): Promise<SetupToResume> {
  const last = fromStart ? undefined : lastEngine(run)
  if (last?.name !== 'tensorflow') return find()
  const math = last.math === undefined ? {} : { math: last.math }
  if (threads !== 0) return { setup: { threads: last.threads, ...math }, notes: [] }
  const { setup, notes } = await find()
  return { setup: { threads: setup?.threads ?? UNMEASURED_THREADS, ...math }, notes }
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

/** Whether an engine is not available on this machine. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof StudioError &&
  unavailable.includes(error.problem?.code as ProblemCode | undefined)

/**
 * Reports an engine that is not available as the one that trained the run, or as the one that was
 * chosen for it if training begins at step 0. Returns the error unchanged if the request named the
 * engine.
 */
export function asGoneEngine(error: unknown, run: Run, asked: EngineRequest): unknown {
  if (asked.engine !== undefined || !(error instanceof StudioError)) return error
  if (!isUnavailable(error)) return error
  const trainedOn = asked.fromStart === true ? undefined : lastEngine(run)?.name
  const why = asNotice(error)
  const options = { cause: error }
  return trainedOn === undefined
    ? problemError('engine', 'chosenEngineGone', { engine: run.config.engine, why }, options)
    : problemError('engine', 'runEngineGone', { engine: trainedOn, why }, options)
}
