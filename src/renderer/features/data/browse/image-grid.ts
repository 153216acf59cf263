import { MAX_PER_SHEET, SHEET_COLUMNS } from '../../../../contract/datasets/sheet'

/* Positions in a grid of very many images, of which only the visible rows are in the page. */

/** Largest number of pixels of a sheet, which bounds the memory of its decoded image. */
const MAX_SHEET_PIXELS = 4_000_000
/** Side in CSS pixels of the square in which an image is shown. */
const CELL_SIDE = 64

export interface Size {
  width: number
  height: number
}

/**
 * Returns the displayed size of an image in CSS pixels: small images are enlarged by a whole
 * factor, large ones reduced.
 */
export function cellSize({ width, height }: Size): Size {
  const side = Math.max(width, height, 1)
  const factor = side <= CELL_SIDE ? Math.floor(CELL_SIDE / side) : CELL_SIDE / side
  return { width: width * factor, height: height * factor }
}

export interface GridLayout {
  count: number
  columns: number
  rows: number
  /** Distance from one row to the next, in CSS pixels. */
  rowHeight: number
}

/**
 * Lays out images in as many columns as fit.
 *
 * @param available width in CSS pixels
 * @param gap distance between images in CSS pixels
 */
export function gridLayout(count: number, cell: Size, available: number, gap: number): GridLayout {
  const columns = Math.max(1, Math.floor((available + gap) / (cell.width + gap)))
  return { count, columns, rows: Math.ceil(count / columns), rowHeight: cell.height + gap }
}

/**
 * Returns the rows that are at least partly visible, and some more above and below.
 *
 * @param top the scroll position, and `height` of the view, in CSS pixels
 * @returns the first row, and the row after the last one
 */
export function visibleRows(
  { rows, rowHeight }: GridLayout,
  top: number,
  height: number,
  extra: number,
): { first: number; end: number } {
  const clamp = (row: number): number => Math.min(rows, Math.max(0, row))
  const first = clamp(Math.floor(top / rowHeight) - extra)
  return { first, end: Math.max(first, clamp(Math.ceil((top + height) / rowHeight) + extra)) }
}

/** Returns the scroll position nearest to `top` at which a row is wholly visible. */
export function scrollToRow(
  { rowHeight }: GridLayout,
  row: number,
  top: number,
  height: number,
): number {
  const start = row * rowHeight
  if (start < top) return start
  return Math.max(top, start + rowHeight - height)
}

/** Some images of a data set in one picture. */
export interface Sheet {
  /** The index of its first image. */
  from: number
  count: number
}

/** Returns the number of images per sheet: whole rows, unless an image is very large. */
export function imagesPerSheet({ width, height }: Size): number {
  const most = Math.max(1, Math.floor(MAX_SHEET_PIXELS / Math.max(1, width * height)))
  if (most < SHEET_COLUMNS) return most
  return Math.min(MAX_PER_SHEET, most - (most % SHEET_COLUMNS))
}

/** Returns the sheet that has an image. @param total number of images */
export function sheetWith(index: number, perSheet: number, total: number): Sheet {
  const from = index - (index % perSheet)
  return { from, count: Math.min(perSheet, total - from) }
}

/** Returns the sheets that have the images from `first` to `end - 1`. */
export function sheetsWith(first: number, end: number, perSheet: number, total: number): Sheet[] {
  const sheets: Sheet[] = []
  for (let at = first - (first % perSheet); at < Math.min(end, total); at += perSheet) {
    sheets.push(sheetWith(at, perSheet, total))
  }
  return sheets
}

/** Returns the CSS background size and position that show an image of a sheet in its cell. */
export function sheetCrop(
  { from, count }: Sheet,
  index: number,
  cell: Size,
): { size: string; position: string } {
  const at = index - from
  const [column, row] = [at % SHEET_COLUMNS, Math.floor(at / SHEET_COLUMNS)]
  const left = column === 0 ? 0 : -column * cell.width
  const top = row === 0 ? 0 : -row * cell.height
  // The width follows, whether or not a sheet of a few images has empty columns.
  const height = Math.ceil(count / SHEET_COLUMNS) * cell.height
  return { size: `auto ${height}px`, position: `${left}px ${top}px` }
}

/** Returns the image that a key moves to; undefined for keys that do not move. */
export function moveByKey(
  key: string,
  ctrl: boolean,
  index: number,
  { count, columns, rowHeight }: GridLayout,
  viewHeight: number,
): number | undefined {
  const column = index % columns
  const page = Math.max(1, Math.floor(viewHeight / rowHeight)) * columns
  /** The image in the same column, as far as there are rows. */
  const below = (by: number): number => {
    if (index + by < count) return index + by
    const last = count - 1 - ((count - 1 - column) % columns)
    return Math.max(index, last)
  }
  const above = (by: number): number => (index >= by ? index - by : column)
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1)
    case 'ArrowRight':
      return Math.min(count - 1, index + 1)
    case 'ArrowUp':
      return above(columns)
    case 'ArrowDown':
      return below(columns)
    case 'PageUp':
      return above(page)
    case 'PageDown':
      return below(page)
    case 'Home':
      return ctrl ? 0 : index - column
    case 'End':
      return ctrl ? count - 1 : Math.min(count - 1, index - column + columns - 1)
    default:
      return undefined
  }
}
