import { StudioError } from '../../contract/errors'

/** A parser for a flag that takes a whole number of at least `min`. */
export function wholeNumber(flag: string, min: number, max = 4_294_967_295) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    throw new StudioError(
      'usage',
      `${flag} takes a whole number from ${min} to ${max}, not "${text}"`,
    )
  }
}
