/** Parses a typed number, including scientific notation and full-width digits; otherwise NaN. */
export function parseNumber(text: string): number {
  const plain = text.normalize('NFKC').trim()
  return plain === '' || /^[+-]?0[box]/i.test(plain) ? NaN : Number(plain)
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
