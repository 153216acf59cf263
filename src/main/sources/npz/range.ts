import { problemError } from '../../../contract/errors'
import { openExtent } from '../arrays/extent'
import { numbersIn } from './elements'
import type { ImageShape } from './layout'
import type { NpyArray } from './npy-header'

export type Range = readonly [black: number, white: number]

/** Arrays up to this size are read completely to find their range; of larger ones, this much. */
const MAX_BYTES = 2 ** 28

/**
 * The values of black and white in an array of floats, if its values leave no doubt: [0, 1],
 * [-1, 1] or [0, 255].
 *
 * @throws StudioError `data` naming the lowest and highest finite value otherwise, if there are any
 */
export async function detectRange(
  array: NpyArray,
  { count, width, height, channels }: ImageShape,
  signal: AbortSignal,
): Promise<Range> {
  const recordBytes = width * height * channels * array.type.bytes
  const most = Math.min(count, Math.max(1, Math.floor(MAX_BYTES / recordBytes)))
  // Spread evenly; of a compressed array the first, as the others must be unpacked to reach them.
  const stride = array.bytes.packed === 'no' ? count / most : 1
  const reader = await openExtent(array.bytes, signal)
  let [lowest, highest] = [Infinity, -Infinity]
  try {
    for (let i = 0; i < most; i++) {
      const position = array.offset + Math.floor(i * stride) * recordBytes
      const values = numbersIn(await reader.read(position, recordBytes), array.type)
      for (let k = 0; k < values.length; k++) {
        const value = values[k] as number
        if (!Number.isFinite(value)) continue
        if (value < lowest) lowest = value
        if (value > highest) highest = value
      }
    }
  } finally {
    await reader.close()
  }
  if (lowest > highest) {
    throw problemError(
      'data',
      'arrayWithoutNumbers',
      { name: array.name },
      { where: array.bytes.path },
    )
  }
  const range = rangeOf(lowest, highest)
  if (range !== undefined) return range
  const given = { name: array.name, lowest, highest }
  throw problemError('data', 'arrayRangeUnclear', given, { where: array.bytes.path })
}

/** Values that hardly use a range may mean another one, so they must reach well into it. */
export function rangeOf(lowest: number, highest: number): Range | undefined {
  if (lowest >= 0 && highest <= 1) return highest >= 0.5 ? [0, 1] : undefined
  if (lowest >= -1 && highest <= 1) return lowest <= -0.5 ? [-1, 1] : undefined
  return lowest >= 0 && highest <= 255 && highest >= 32 ? [0, 255] : undefined
}
