import type { StartStage } from '../../../contract/run'
import type { Watch } from '../studio'

/** A start under way. */
export interface Starting {
  callOff: AbortController
  /** Settles when it trains or has failed to. */
  over: Promise<unknown>
  stage: StartStage
}

export const newStart = (): Starting => ({
  callOff: new AbortController(),
  over: Promise.resolve(),
  stage: 'engine',
})

/** The watch of a start, which keeps its stage. @param onStage called when another has begun */
export function heeding(starting: Starting, watch: Watch, onStage: () => void): Watch {
  const reached = (stage: StartStage): void => {
    starting.stage = stage
    onStage()
  }
  return {
    ...watch,
    onMeasure: () => reached('machine'),
    onEvent: (event) => (event.type === 'stage' ? reached(event.stage) : watch.onEvent(event)),
  }
}
