/**
 * The number a person typed, scientific notation and full-width digits included; NaN when it is
 * none.
 */
export function parseNumber(text: string): number {
  const plain = text.normalize('NFKC').trim()
  return plain === '' || /^[+-]?0[box]/i.test(plain) ? NaN : Number(plain)
}

export function formatNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : ''
}

/** The number without an exponent, which assistive technology does not read. */
export function plainNumber(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 })
}

/** One arrow key's press away from `value`, free of the noise of binary fractions. */
export function stepNumber(value: number, by: number, min: number, max: number): number {
  const from = Number.isFinite(value) ? value : min
  const next = Number((from + by).toPrecision(12))
  return Math.min(max, Math.max(min, next))
}
