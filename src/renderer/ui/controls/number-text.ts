/**
 * Parses a typed number, including scientific notation and full-width digits; NaN if it is none.
 */
export function parseNumber(text: string): number {
  const plain = text.normalize('NFKC').trim()
  return plain === '' || /^[+-]?0[box]/i.test(plain) ? NaN : Number(plain)
}

export function formatNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : ''
}

/** The number without an exponent, since assistive technology does not read exponents. */
export function plainNumber(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 })
}

/** The value after one press of an arrow key, without binary rounding noise. */
export function stepNumber(value: number, by: number, min: number, max: number): number {
  const from = Number.isFinite(value) ? value : min
  const next = Number((from + by).toPrecision(12))
  return Math.min(max, Math.max(min, next))
}
