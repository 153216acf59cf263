import type { Language } from './language'

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

const fixed = (decimals: number): Intl.NumberFormatOptions => ({
  minimumFractionDigits: decimals,
  maximumFractionDigits: decimals,
})

/**
 * The style of a measured value: exactly `decimals` decimals; abbreviated from 10,000, and a power
 * of ten if extremely large or small.
 */
export function measuredStyle(value: number, decimals: number): Intl.NumberFormatOptions {
  if (isExtreme(value, decimals)) return { notation: 'scientific', maximumSignificantDigits: 3 }
  if (Math.abs(value) >= 10_000) return { notation: 'compact', maximumSignificantDigits: 3 }
  return fixed(decimals)
}

/**
 * The style of a metric's value: like {@link measuredStyle}, but a value that rounds to zero shows as
 * zero. Losses vanish when the discriminator wins, and a smoothed loss of 1e-33 says no more than the
 * 0 that a single step has.
 */
export function metricStyle(value: number, decimals: number): Intl.NumberFormatOptions {
  if (Math.abs(value) >= 1) return measuredStyle(value, decimals)
  // No minus before zero.
  return { ...fixed(decimals), signDisplay: 'negative' }
}

/** The style of a speed per second: one decimal, or two significant digits below 1. */
export const rateStyle = (perSecond: number): Intl.NumberFormatOptions =>
  perSecond === 0 || perSecond >= 1 ? measuredStyle(perSecond, 1) : { maximumSignificantDigits: 2 }

/** Formats a measured value; see {@link measuredStyle}. */
export const measured = (value: number, decimals: number, language: Language): string =>
  new Intl.NumberFormat(language, measuredStyle(value, decimals)).format(value)

/** Formats a loss that may vanish; see {@link metricStyle}. */
export const vanishing = (value: number, language: Language): string =>
  new Intl.NumberFormat(language, metricStyle(value, 4)).format(value)
