import type { RunDetail } from '../../../../contract/summary'
import { generatesFrom } from '../../run/run-view'

/** The choice of the newest checkpoint, whichever that is. */
export const NEWEST = 'newest'

/**
 * The step of a chosen checkpoint; the newest if it has been deleted since it was chosen. Undefined if
 * there is no usable one.
 */
export function stepOf(detail: RunDetail, chosen: string): number | undefined {
  const found = detail.checkpoints.find(({ step }) => String(step) === chosen)
  return found?.step ?? generatesFrom(detail)
}
