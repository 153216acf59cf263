import { rounded } from '../../../contract/counted'
import { notice } from '../../../contract/notices'
import type { ReadImage } from '../source'
import { numbersIn } from './elements'
import type { ImageShape } from './layout'
import type { ElementType } from './npy-header'
import type { Range } from './range'

/**
 * Makes a function that turns an array's image into bytes, channels last. An image with values
 * outside of the range by more than half a level, or that are not numbers, is refused.
 *
 * @param range undefined for bytes that are used unchanged
 */
export function imageDecoder(
  shape: ImageShape,
  type: ElementType,
  range: Range | undefined,
): (record: Uint8Array) => ReadImage {
  const { width, height, channels } = shape
  const arranged = shape.layout === 'NCHW' ? channelsLast : unchanged
  return (record) => {
    const levels =
      range === undefined ? new Uint8Array(record) : toLevels(numbersIn(record, type), range)
    if (!(levels instanceof Uint8Array)) {
      const { outside } = levels
      if (!Number.isFinite(outside)) {
        return { refused: notice('valueNotFinite', { value: String(outside) }) }
      }
      const [lowest, highest] = [...(range ?? [])].sort((a, b) => a - b)
      const given = { value: rounded(outside), lowest: lowest ?? 0, highest: highest ?? 0 }
      return { refused: notice('valueOutsideRange', given) }
    }
    return { pixels: { width, height, channels, data: arranged(levels, width * height) } }
  }
}

function toLevels(
  values: ArrayLike<number>,
  [black, white]: Range,
): Uint8Array | { outside: number } {
  const levels = new Uint8Array(values.length)
  const scale = 255 / (white - black)
  for (let i = 0; i < levels.length; i++) {
    const level = ((values[i] as number) - black) * scale
    // Also false for NaN.
    if (!(level >= -0.5 && level <= 255.5)) return { outside: values[i] as number }
    levels[i] = Math.min(255, Math.max(0, Math.round(level)))
  }
  return levels
}

const unchanged = (levels: Uint8Array): Uint8Array => levels

/** [channels, area] to [area, channels]. */
function channelsLast(levels: Uint8Array, area: number): Uint8Array {
  const channels = levels.length / area
  const image = new Uint8Array(levels.length)
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < area; i++) image[i * channels + c] = levels[c * area + i] as number
  }
  return image
}
