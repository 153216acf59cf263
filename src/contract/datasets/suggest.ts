import type { SourceDescription } from './source'
import { MAX_NAME } from '../run'

/* Suggested settings for a new data set, from the contents of its source. */

/** Image sizes, in pixels, that built-in presets have or are easily adapted to. */
const USUAL_SIZES = [28, 32, 64] as const

/**
 * Suggests an image size: the largest usual one that does not enlarge half of the images, or the
 * smallest if all do.
 *
 * @param sizes sizes of the source's images, in pixels, with the number of images of each
 */
export function suggestedSize(sizes: SourceDescription['sizes']): number {
  const [smallest] = USUAL_SIZES
  const median = medianSide(sizes)
  return USUAL_SIZES.findLast((size) => size <= median) ?? smallest
}

/** Returns the median of the images' shorter sides, which are what a crop to a square keeps. */
function medianSide(sizes: SourceDescription['sizes']): number {
  const sides = sizes
    .map(({ width, height, images }) => ({ side: Math.min(width, height), images }))
    .toSorted((a, b) => a.side - b.side)
  const half = sides.reduce((sum, { images }) => sum + images, 0) / 2
  let counted = 0
  return sides.find(({ images }) => (counted += images) >= half)?.side ?? 0
}

/** Suggests a name for a data set: that of the file or folder, without its extension. */
export function suggestedName(path: string): string {
  const last =
    path
      .trim()
      .split(/[/\\]/)
      .findLast((part) => part !== '') ?? ''
  const plain = last.replace(/\.(zip|npz|npy|gz|png|jpe?g|webp|gif|bmp|csv|json)$/i, '')
  return (plain === '' ? last : plain).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** Returns a name that is not used yet: the given one, or with a number from 2. */
export function freeName(name: string, used: readonly string[]): string {
  const taken = new Set(used)
  for (let n = 1; ; n++) {
    const number = n === 1 ? '' : ` ${n}`
    const free = name.slice(0, MAX_NAME - number.length) + number
    if (!taken.has(free)) return free
  }
}
