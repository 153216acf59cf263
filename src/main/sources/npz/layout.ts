import type { SourceOptions } from '../../../contract/datasets/source'
import { problemError } from '../../../contract/errors'
import { MAX_IMAGES, MAX_RECORD_BYTES } from '../arrays/limits'
import { shapeText, type NpyArray } from './npy-header'

type Layout = NonNullable<SourceOptions['layout']>

/** The meaning of an array's axes. */
export interface ImageShape {
  layout: Layout
  count: number
  width: number
  height: number
  channels: 1 | 3 | 4
}

/** Largest height and width of an image in an array, in pixels. */
const MAX_SIDE = 1 << 15
const isChannels = (size: number | undefined): size is 1 | 3 | 4 =>
  size === 1 || size === 3 || size === 4

/**
 * Reads the shape of an array of images, as `layout` says or as the only possible one.
 *
 * @throws StudioError `data` if the shape is not that of images, or has two meanings
 */
export function imageShape(array: NpyArray, layout: Layout | undefined): ImageShape {
  const { name, shape } = array
  const where = array.bytes.path
  const given = { name, shape: shapeText(shape) }
  if (shape.length !== 3 && shape.length !== 4) {
    throw problemError('data', 'arrayNotImages', given, { where })
  }
  if (shape.includes(0)) throw problemError('data', 'arrayEmpty', given, { where })
  const found = meaning(array, layout ?? detected(array))
  const { count, width, height, channels } = found
  const recordBytes = width * height * channels * array.type.bytes
  if (count > MAX_IMAGES || Math.max(width, height) > MAX_SIDE || recordBytes > MAX_RECORD_BYTES) {
    throw problemError('data', 'arrayTooLarge', given, { where })
  }
  return found
}

function detected({ name, shape, bytes }: NpyArray): Layout {
  const given = { name, shape: shapeText(shape) }
  const [, second, , last] = shape
  if (last === undefined) {
    // [height, width, 3] is one picture rather than many of a width of 3 pixels.
    if (!isChannels(shape[2])) return 'NHW'
    throw problemError('data', 'arrayOfOneImage', given, { where: bytes.path })
  }
  if (isChannels(last) && isChannels(second)) {
    throw problemError('data', 'arrayLayoutAmbiguous', given, { where: bytes.path })
  }
  return isChannels(second) ? 'NCHW' : 'NHWC'
}

function meaning({ name, shape, bytes }: NpyArray, layout: Layout): ImageShape {
  const [count = 0, a = 0, b = 0, c = 1] = shape
  const where = bytes.path
  if ((layout === 'NHW') !== (shape.length === 3)) {
    throw problemError(
      'data',
      'arrayOtherLayout',
      { name, shape: shapeText(shape), layout },
      { where },
    )
  }
  const [height, width, channels] = layout === 'NCHW' ? [b, c, a] : [a, b, c]
  if (!isChannels(channels)) {
    throw problemError(
      'data',
      'arrayChannels',
      { name, shape: shapeText(shape), channels },
      { where },
    )
  }
  return { layout, count, width, height, channels }
}
