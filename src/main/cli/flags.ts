import { StudioError } from '../../contract/errors'
import { MAX_NAME } from '../../contract/run'

/** A typed text in quotes, shortened if it is long. */
export const quoted = (text: string): string =>
  `"${text.length > MAX_NAME ? `${text.slice(0, MAX_NAME)}…` : text}"`

/** Parser for a flag with a fixed set of values. */
export function oneOf<const T extends string>(flag: string, words: readonly T[]) {
  return (text: string): T => {
    const found = words.find((word) => word === text)
    if (found !== undefined) return found
    throw new StudioError(
      'usage',
      `${flag} must be one of ${words.join(', ')}, not ${quoted(text)}`,
    )
  }
}

/** Parser for a flag that must not be empty: an empty path would mean the current folder. */
export function filled(flag: string) {
  return (text: string): string => {
    if (text.trim() !== '') return text
    throw new StudioError('usage', `${flag} must not be empty`)
  }
}

/** Parser for the name of a run. */
export function runName(flag: string) {
  return (text: string): string => {
    const name = filled(flag)(text).trim()
    if (name.length <= MAX_NAME) return name
    throw new StudioError(
      'usage',
      `${flag} must have at most ${MAX_NAME} characters, not ${name.length}`,
    )
  }
}

/** Parser for a flag with comma-separated values. */
export function listOf<T>(parse: (text: string) => T) {
  return (text: string): T[] => text.split(',').map((part) => parse(part.trim()))
}

/** Parser for a flag with an integer from `min` to `max`. */
export function wholeNumber(flag: string, min: number, max = 4_294_967_295) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    throw new StudioError(
      'usage',
      `${flag} must be a whole number from ${min} to ${max}, not ${quoted(text)}`,
    )
  }
}

/** Parser for a flag with a number from `min` to `max`. */
export function realNumber(flag: string, min: number, max: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (value >= min && value <= max) return value
    throw new StudioError(
      'usage',
      `${flag} must be a number from ${min} to ${max}, not ${quoted(text)}`,
    )
  }
}
