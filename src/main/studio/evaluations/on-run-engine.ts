import type { EngineChoice } from '../../../contract/engines'
import type { Settings } from '../../../contract/settings'
import { isUnavailable } from '../runs/resume-engine'

/**
 * Calls `work` with a run's engine or, if that is not available here, with the engine in the
 * settings. Values from another engine cannot be compared with those measured while training.
 */
export async function onRunEngine<R>(
  own: EngineChoice,
  { engine, threads }: Pick<Settings, 'engine' | 'threads'>,
  work: (on: { engine: EngineChoice; threads: number }) => Promise<R>,
): Promise<R> {
  return work({ engine: own, threads }).catch((error: unknown) => {
    if (!isUnavailable(error)) throw error
    return work({ engine, threads })
  })
}
