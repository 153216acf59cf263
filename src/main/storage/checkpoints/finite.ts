import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { StateDict } from '../../../contract/tensors'

/** How many tensors an error names. */
const MOST_NAMED = 3

/** How many of the numbers are NaN or infinite. */
export function countNotFinite(values: Float32Array): number {
  let count = 0
  // Every checkpoint looks at millions of numbers: a plain loop takes a tenth of filter().
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) count++
  return count
}

/** The tensors with values that are not finite, each with how many; none for sound weights. */
function notFiniteIn(state: StateDict): Notice[] {
  const found = [...state].flatMap(([name, tensor]) => {
    const count = tensor.dtype === 'F32' ? countNotFinite(tensor.data) : 0
    return count === 0 ? [] : [notice('tensorNotFinite', { name, count, of: tensor.data.length })]
  })
  const more = found.length - MOST_NAMED
  return more <= 0 ? found : [...found.slice(0, MOST_NAMED), notice('moreTensors', { count: more })]
}

/**
 * Refuses weights that hold NaN or infinite values: nothing made of them would mean anything.
 *
 * @throws StudioError `checkpoint` that names the tensors and how many of their values
 */
export function refuseNotFinite(state: StateDict, where: string): void {
  const why = notFiniteIn(state)
  if (why.length > 0) throw problemError('checkpoint', 'weightsNotFinite', { why }, { where })
}
