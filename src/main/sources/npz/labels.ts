import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { openExtent } from '../arrays/extent'
import { elementText, isNumeric, numbersIn } from './elements'
import { shapeText, type NpyArray } from './npy-header'

const PORTION_BYTES = 1 << 20
/** Longest rows of one-hot labels. */
const MAX_COLUMNS = 2 ** 16

/**
 * Reads labels: whole numbers from 0 to 65,535 of any numeric type, [images] or [images, 1], or
 * one-hot rows, [images, classes].
 *
 * @throws StudioError `data` if they are anything else, or not one for each image
 */
export async function readLabels(
  array: NpyArray,
  images: number,
  signal: AbortSignal,
): Promise<Uint16Array> {
  const columns = checkLabels(array, images)
  const { type, offset, bytes } = array
  const rowBytes = columns * type.bytes
  const atOnce = Math.max(1, Math.floor(PORTION_BYTES / rowBytes))
  const labels = new Uint16Array(images)
  const reader = await openExtent(bytes, signal)
  try {
    for (let first = 0; first < images; first += atOnce) {
      const rows = Math.min(atOnce, images - first)
      const elements = await reader.read(offset + first * rowBytes, rows * rowBytes)
      const values = numbersIn(elements, type)
      for (let row = 0; row < rows; row++) {
        const label = columns === 1 ? values[row] : oneHot(values, row * columns, columns)
        if (!isLabel(label as number)) {
          throw notALabel(array, first + row, () => elementText(elements, type, row))
        }
        labels[first + row] = label as number
      }
    }
  } finally {
    await reader.close()
  }
  return labels
}

/** @returns the number of columns */
function checkLabels(array: NpyArray, images: number): number {
  const { name, shape, type, fortran } = array
  const where = array.bytes.path
  const [count = 0, columns = 1] = shape
  const given = { name, shape: shapeText(shape) }
  if (!isNumeric(type)) {
    throw problemError('data', 'labelsOfOtherType', { name, type: type.name }, { where })
  }
  if (shape.length < 1 || shape.length > 2 || columns < 1 || columns > MAX_COLUMNS) {
    throw problemError('data', 'arrayNotLabels', given, { where })
  }
  if (count !== images) {
    throw problemError('data', 'wrongLabelCount', { labels: count, images }, { where })
  }
  if (fortran && columns > 1) throw problemError('data', 'arrayFortran', { name }, { where })
  return columns
}

/** The column of the only one in a row of zeros; NaN if there is no such column. */
function oneHot(values: ArrayLike<number>, start: number, columns: number): number {
  let label = NaN
  for (let i = 0; i < columns; i++) {
    const value = values[start + i]
    if (value === 0) continue
    if (value !== 1 || !Number.isNaN(label)) return NaN
    label = i
  }
  return label
}

const isLabel = (label: number): boolean => Number.isInteger(label) && label >= 0 && label < 2 ** 16

function notALabel(array: NpyArray, image: number, label: () => string): StudioError {
  const { name, bytes, shape } = array
  const where = bytes.path
  return shape.length === 2 && shape[1] !== 1
    ? problemError('data', 'labelsNotOneHot', { name, image }, { where })
    : problemError('data', 'labelNotWhole', { name, label: label() }, { where })
}
