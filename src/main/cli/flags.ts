import { MAX_GROUP, MAX_NOTE, MAX_TAG } from '../../contract/annotations'
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
export const runName = (flag: string) => upTo(flag, MAX_NAME)

/** Parser for the name of a group of runs. */
export const groupName = (flag: string) => onOneLine(flag, MAX_GROUP)

/** Parser for a flag with a tag, which may be given several times. */
export function tags(flag: string) {
  const parse = onOneLine(flag, MAX_TAG)
  return (text: string, before: string[] = []): string[] => [...before, parse(text)]
}

/** Parser for a note, which may have several lines. */
export const noteText = (flag: string) => upTo(flag, MAX_NOTE)

const onOneLine = (flag: string, most: number) => (text: string) => {
  if (!/\p{Cc}/u.test(text.trim())) return upTo(flag, most)(text)
  throw new StudioError('usage', `${flag} must be on one line`)
}

const upTo = (flag: string, most: number) => (given: string) => {
  const text = filled(flag)(given).trim()
  if (text.length <= most) return text
  const message = `${flag} must have at most ${most} characters, not ${text.length}`
  throw new StudioError('usage', message)
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
