import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'

/** Steps named in the error. */
const MAX_NAMED = 10

/**
 * The error for a step without a checkpoint; names the newest that there are.
 *
 * @param steps of the run's checkpoints, ascending
 */
export function noSuchCheckpoint(
  step: number,
  steps: readonly number[],
  where: string,
): StudioError {
  if (steps.length === 0) return problemError('usage', 'hasNoCheckpoints', { step }, { where })
  const shown = steps.slice(-MAX_NAMED)
  const named = `${shown.length < steps.length ? '…, ' : ''}${shown.join(', ')}`
  return problemError('usage', 'noSuchCheckpoint', { step, named }, { where })
}
