import type { StartStage } from '../../../contract/run'
import type { Watch } from './started-run'

/** A start in progress. */
export interface Starting {
  controller: AbortController
  /** Settles when training has started or failed to start. */
  done: Promise<unknown>
  stage: StartStage
}

export const newStart = (): Starting => ({
  controller: new AbortController(),
  done: Promise.resolve(),
  stage: 'engine',
})

/**
 * Extends the watch of a start to keep track of its stage.
 *
 * @param onStage called at each new stage
 */
export function trackingStage(starting: Starting, watch: Watch, onStage: () => void): Watch {
  const setStage = (stage: StartStage): void => {
    starting.stage = stage
    onStage()
  }
  return {
    ...watch,
    onMeasure: () => setStage('machine'),
    onEvent: (event) => (event.type === 'stage' ? setStage(event.stage) : watch.onEvent(event)),
  }
}
