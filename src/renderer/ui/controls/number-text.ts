/** Groups of three digits after the first, all with the same separator; not 0,001. */
const GROUPED = /^([+-]?[1-9]\d{0,2})([,' _])\d{3}(?:\2\d{3})*(\.\d*)?$/
const DECIMAL_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i

/** The full-width forms of what a number is written with. */
const FULL_WIDTH = /[０-９＋－．，＿＇ｅＥ]/g
/** Distance between a full-width form and its plain character. */
const FULL_WIDTH_OFFSET = 0xfee0

/**
 * Replaces full-width digits and signs, and special spaces and quotes, with plain ones. Nothing
 * else: Unicode's own normalisation would make 10⁵ into 105.
 */
const plainText = (text: string): string =>
  text
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(/\p{Space_Separator}/gu, ' ')
    .replaceAll('’', "'")
    .trim()

/**
 * Parses a typed number: also in scientific notation, with full-width digits, or with thousands
 * separated by commas, spaces, apostrophes or underscores. Everything else is NaN, including a
 * decimal comma.
 */
export function parseNumber(text: string): number {
  const plain = plainText(text)
  if (GROUPED.test(plain)) return Number(plain.replace(/[,' _]/g, ''))
  return /\d/.test(plain) && !/^[+-]?0[box]/i.test(plain) ? Number(plain) : NaN
}

/** A typed number with a point instead of its decimal comma; undefined if it has none. */
export function withDecimalPoint(text: string): string | undefined {
  const plain = plainText(text)
  if (GROUPED.test(plain) || !DECIMAL_COMMA.test(plain)) return undefined
  return plain.replace(',', '.')
}

export function formatNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : ''
}

/** Formats a number without an exponent, which screen readers do not read. */
export function plainNumber(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 })
}

/** Returns the value after an arrow key press, without binary rounding noise. */
export function stepNumber(value: number, by: number, min: number, max: number): number {
  const from = Number.isFinite(value) ? value : min
  const next = Number((from + by).toPrecision(12))
  return Math.min(max, Math.max(min, next))
}
