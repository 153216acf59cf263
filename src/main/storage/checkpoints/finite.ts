import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { StateDict } from '../../../contract/tensors'

/** Tensors named in an error; any more are counted. */
const MAX_NAMED = 3

/** Counts the values that are NaN or infinite. */
export function countNotFinite(values: Float32Array): number {
  let count = 0
  // Called for millions of values per checkpoint: ten times as fast as filter().
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) count++
  return count
}

/** One notice per tensor with non-finite values, up to the limit; empty if all are finite. */
function notFiniteIn(state: StateDict): Notice[] {
  const found = [...state].flatMap(([name, tensor]) => {
    const count = tensor.dtype === 'F32' ? countNotFinite(tensor.data) : 0
    return count === 0 ? [] : [notice('tensorNotFinite', { name, count, of: tensor.data.length })]
  })
  const more = found.length - MAX_NAMED
  return more <= 0 ? found : [...found.slice(0, MAX_NAMED), notice('moreTensors', { count: more })]
}

/**
 * Rejects weights that hold NaN or infinite values: any image made from them would be meaningless.
 *
 * @throws StudioError `checkpoint` naming the tensors and how many of their values are not finite
 */
export function refuseNotFinite(state: StateDict, where: string): void {
  const why = notFiniteIn(state)
  if (why.length > 0) throw problemError('checkpoint', 'weightsNotFinite', { why }, { where })
}
