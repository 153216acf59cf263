import type { RunSession } from '../runs/run-session'
import type { StartedRun, Watch } from '../runs/started-run'
import { RunMeasurements } from './run-measurements'

/**
 * Starts a run, and measures its images while it trains.
 *
 * @param measureEnd whether to measure them at the end as well
 */
export async function measuredStart(
  evaluate: ConstructorParameters<typeof RunMeasurements>[0],
  watch: Watch,
  start: (watch: Watch) => Promise<StartedRun>,
  measureEnd: boolean,
): Promise<StartedRun> {
  let training: RunSession | undefined
  const onEvaluated: Watch['onEvaluated'] = (reply) => {
    training?.evaluated(reply.evaluation)
    watch.onEvaluated?.(reply)
  }
  const measurements = new RunMeasurements(evaluate, { ...watch, onEvaluated }, measureEnd)
  const onEvent: Watch['onEvent'] = (event) => {
    measurements.onEvent(event)
    watch.onEvent(event)
  }
  const onStarted: Watch['onStarted'] = async (session, overview) => {
    training = session
    await watch.onStarted?.(session, overview)
    return measurements.begin({ dir: session.dir, session, overview })
  }
  return { ...(await start({ ...watch, onEvent, onStarted })), measurements }
}
