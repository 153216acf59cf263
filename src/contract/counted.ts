import { isExtreme } from './magnitude'

/**
 * An amount with thousands separators, for sentences in any language: "60,000". A number that is
 * too large or too small for that is written as a power of ten.
 */
export const grouped = (amount: number | bigint): string =>
  typeof amount === 'number' && isExtreme(amount, 6)
    ? powerOfTen(amount)
    : amount.toLocaleString('en', { maximumFractionDigits: 20 })

function powerOfTen(amount: number): string {
  const text = String(amount)
  // JavaScript writes out numbers of up to 21 digits in full, although only about 16 digits are
  // exact.
  return /[eI]/.test(text) ? text : Number(amount.toPrecision(4)).toExponential()
}

/**
 * A whole number with all its digits. Numbers too large for JavaScript to represent exactly have
 * already been rounded, so the text only says that they exceed the largest exact one: "more than
 * 9,007,199,254,740,991".
 *
 * @param moreThan "more than" in the language of the sentence
 */
export const exactly = (amount: number, moreThan: string): string =>
  amount > Number.MAX_SAFE_INTEGER
    ? `${moreThan} ${grouped(BigInt(Number.MAX_SAFE_INTEGER))}`
    : amount.toLocaleString('en')

/** A measured number with at most four significant digits: "-4.594". */
export const rounded = (value: number): string =>
  Number.isFinite(value) ? grouped(Number(value.toPrecision(4))) : String(value)

/** A number with its noun: "1 image", "60,000 images". */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${grouped(count)} ${count === 1 ? noun : plural}`
