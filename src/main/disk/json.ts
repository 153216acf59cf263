import { problemError } from '../../contract/errors'

/** Several times deeper than any of the studio's own documents. */
const MAX_LEVELS = 100
/** Maximum number of values in one document. */
const MAX_VALUES = 1_000_000

interface JsonLimits {
  levels?: number
  values?: number
}

/**
 * Parses untrusted JSON. A few megabytes of brackets take seconds and hundreds of megabytes to
 * parse, and overflow the stack of recursive code that reads the result, so brackets are counted
 * first, which takes milliseconds. A byte order mark, with which some editors begin a file, is
 * skipped.
 *
 * @throws StudioError `usage` if it is nested too deeply or holds too many values; SyntaxError if
 *   it is not JSON
 */
export function parseJsonGuarded(text: string, limits: JsonLimits = {}): unknown {
  const { levels = MAX_LEVELS, values = MAX_VALUES } = limits
  const counted = count(text, levels, values)
  if (counted.levels > levels) throw problemError('usage', 'jsonTooDeep', { most: levels })
  if (counted.values > values) throw problemError('usage', 'jsonTooMuch', { most: values })
  return JSON.parse(text.replace(/^\uFEFF/u, ''))
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Counts the levels of nesting and the values, until either exceeds its limit. */
function count(
  text: string,
  mostLevels: number,
  mostValues: number,
): { levels: number; values: number } {
  let [level, levels, values] = [0, 0, 1]
  for (let i = 0; i < text.length && levels <= mostLevels && values <= mostValues; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) i = endOfString(text, i)
    else if (code === COMMA) values++
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      values++
      levels = Math.max(levels, ++level)
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) level--
  }
  return { levels, values }
}

/**
 * The index of the closing quote of the string that begins at `start`; the text's length if
 * unclosed.
 */
function endOfString(text: string, start: number): number {
  for (let end = start; ;) {
    end = text.indexOf('"', end + 1)
    if (end < 0) return text.length
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++
    if (escapes % 2 === 0) return end
  }
}
