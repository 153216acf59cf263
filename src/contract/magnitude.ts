/* Decides how numbers of any magnitude are written, in the page and on a terminal alike. */

/** From here on, separators and names of magnitudes (a trillion, a quadrillion) hinder reading. */
const HUGE = 1e15

/**
 * Whether a number is better written as a power of ten: too large for a name, or so small that
 * `decimals` would show nothing of it.
 */
export function isExtreme(value: number, decimals: number): boolean {
  const size = Math.abs(value)
  return size >= HUGE || (size > 0 && size < 0.5 * 10 ** -decimals)
}
