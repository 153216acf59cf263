import type { SourceOptions } from '../../contract/datasets/source'
import { asNotice, problemError, StudioError } from '../../contract/errors'
import { FORMAT_BYTES, formatOf } from '../../contract/file-format'
import { notice } from '../../contract/notices'
import { readGuarded } from '../disk/guarded'
import { MAX_IMAGE_BYTES } from '../disk/limits'
import { decodePicture } from '../image/decode-picture'
import type { RasterImage } from '../image/raster'
import { firstBytes } from './arrays/first-bytes'
import { stampOf } from './arrays/stamp'
import type { OpenSource, ReadImage, SourceType } from './source'

type Cell = NonNullable<SourceOptions['cell']>

/** One large picture that contains a grid of images, row by row. */
export const grid: SourceType = {
  kind: 'grid',
  async detect(path) {
    return formatOf(await firstBytes(path, FORMAT_BYTES)) === 'picture'
  },
  async open(path, options) {
    const { width, height, channels } = await decodeGrid(path)
    const { cell } = options
    if (cell === undefined) {
      throw problemError('data', 'gridWithoutCell', { width, height }, { where: path })
    }
    const columns = cellsAlong(width, cell.width, cell)
    const rows = cellsAlong(height, cell.height, cell)
    if (columns < 1 || rows < 1) throw tooLarge(cell, { width, height }, path)
    const rest = leftOver({ width, height }, cell, columns, rows)
    const images = columns * rows
    return openGrid(path, cell, columns, {
      stamp: await stampOf([path], options),
      count: images,
      description: {
        ...{ kind: 'grid', path, options: { ...options, kind: 'grid' } },
        ...{ images, testImages: 0, classes: null, labelsFrom: null },
        sizes: [{ width: cell.width, height: cell.height, images }],
        sampled: images,
        colour: channels > 1,
        transparent: channels === 4,
        notes:
          rest.width > 0 || rest.height > 0
            ? [notice('gridLeftOver', { columns, rows, ...rest })]
            : [],
      },
    })
  },
}

const cellsAlong = (length: number, cell: number, { gap, margin }: Cell): number =>
  Math.floor((length - 2 * margin + gap) / (cell + gap))

/** The pixels to the right of the last column and below the last row, margins excluded. */
function leftOver(
  { width, height }: { width: number; height: number },
  cell: Cell,
  columns: number,
  rows: number,
): { width: number; height: number } {
  const used = (count: number, size: number): number =>
    2 * cell.margin + count * (size + cell.gap) - cell.gap
  return { width: width - used(columns, cell.width), height: height - used(rows, cell.height) }
}

function tooLarge(
  { width, height, margin }: Cell,
  picture: { width: number; height: number },
  where: string,
): StudioError {
  const given = {
    cell: `${width} x ${height}`,
    margin,
    picture: `${picture.width} x ${picture.height}`,
  }
  return problemError('usage', 'gridCellTooLarge', given, { where })
}

function openGrid(
  path: string,
  cell: Cell,
  columns: number,
  open: Pick<OpenSource, 'description' | 'stamp' | 'count'>,
): OpenSource {
  return {
    ...open,
    entry: (index) => ({ name: String(index), part: 'train', label: null }),
    async *read(indices, signal) {
      signal.throwIfAborted()
      // The picture is in memory only while its cells are read.
      const picture = await decodeGrid(path)
      for (const index of indices) {
        signal.throwIfAborted()
        yield cut(picture, cell, index % columns, Math.floor(index / columns))
      }
    },
    close: () => Promise.resolve(),
  }
}

function cut(
  { width: across, channels, data }: RasterImage,
  { width, height, gap, margin }: Cell,
  column: number,
  row: number,
): ReadImage {
  const left = margin + column * (width + gap)
  const top = margin + row * (height + gap)
  const pixels = new Uint8Array(width * height * channels)
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * across + left) * channels
    pixels.set(data.subarray(from, from + width * channels), y * width * channels)
  }
  return { pixels: { width, height, channels, data: pixels } }
}

async function decodeGrid(path: string): Promise<RasterImage> {
  try {
    return await decodePicture(await readGuarded(path, { maxBytes: MAX_IMAGE_BYTES, code: 'data' }))
  } catch (cause) {
    const why = cause instanceof StudioError ? asNotice(cause, { remedy: false }) : String(cause)
    throw problemError('data', 'gridUnreadable', { why }, { where: path, cause })
  }
}
