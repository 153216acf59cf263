/* Decides how numbers are written, on pages and terminals alike. */

/**
 * Numbers from this size on are easier to read as a power of ten than with separators or as "1
 * quadrillion".
 */
const HUGE = 1e15

/**
 * Returns true if a number is better written as a power of ten: very large, or so small that it
 * would show as 0 with this many `decimals`.
 */
export function isExtreme(value: number, decimals: number): boolean {
  const size = Math.abs(value)
  return size >= HUGE || (size > 0 && size < 0.5 * 10 ** -decimals)
}
