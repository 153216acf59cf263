/* Choosing among generated images. */

/**
 * The selection after another click: at most two, replacing the older one; a second click on an
 * image deselects it.
 */
export function picked(picks: readonly number[], n: number): number[] {
  if (picks.includes(n)) return picks.filter((pick) => pick !== n)
  return [...picks, n].slice(-2)
}

/** A part of a long list that is shown at once. */
export interface Page {
  first: number
  count: number
}

/** The images of a page, from 0; a page past the end is the last one. */
export function pageOf(page: number, size: number, total: number): Page {
  const pages = Math.max(1, Math.ceil(total / size))
  const at = Math.min(Math.max(0, page), pages - 1)
  return { first: at * size, count: Math.min(size, total - at * size) }
}

/** A random seed. */
export const randomSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

/** The facts about a sheet that are needed to find its images. */
interface Sheet {
  count: number
  columns: number
  size: number
}

/** Beyond this many pixels along a side, browsers do not decode a picture reliably. */
const LARGEST_SIDE = 8192

/** Whether the sheet of all images can be decoded as one picture. */
export function sheetFits({ count, columns, size }: Sheet): boolean {
  const rows = Math.ceil(count / columns)
  return Math.max(columns, rows) * size <= LARGEST_SIDE
}

/** CSS that shows image n of a sheet as the background of a square. */
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
