/** A page of a long list. */
export interface Page {
  first: number
  count: number
}

/** Returns the images of a page, counted from 0 and clamped to the existing pages. */
export function pageOf(page: number, size: number, total: number): Page {
  const pages = Math.max(1, Math.ceil(total / size))
  const at = Math.min(Math.max(0, page), pages - 1)
  return { first: at * size, count: Math.min(size, total - at * size) }
}

/** The layout of a sheet: image count, columns, and image side in pixels. */
interface Sheet {
  count: number
  columns: number
  size: number
}

/** Largest side in pixels that browsers decode reliably. */
const MAX_SIDE = 8192

/** Returns true if the sheet can be decoded as a single image. */
export function sheetFits({ count, columns, size }: Sheet): boolean {
  const rows = Math.ceil(count / columns)
  return Math.max(columns, rows) * size <= MAX_SIDE
}

/** Returns the CSS background size and position that show image n of a sheet in a square. */
export function sheetCrop(
  { count, columns }: Sheet,
  n: number,
): { size: string; position: string } {
  const across = Math.min(columns, count)
  const down = Math.ceil(count / columns)
  const percent = (i: number, of: number) => `${of < 2 ? 0 : (i / (of - 1)) * 100}%`
  return {
    size: `${across * 100}% ${down * 100}%`,
    position: `${percent(n % columns, across)} ${percent(Math.floor(n / columns), down)}`,
  }
}
