/*
 * Names, paths and messages may come from files, other programs or the network. On a terminal,
 * their line breaks can forge lines, escape sequences can rewrite the screen, and direction marks
 * can reorder text, so all of these are escaped.
 */

/** Per line; longer lines are shortened in the middle. */
const MAX_CHARACTERS = 2000

/**
 * Control, format, separator and surrogate characters. The two joiners are kept, since emoji and
 * several scripts need them.
 */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return SHORT[character] ?? (code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`)
}

/** Escapes text to one line that is safe to print, of at most `most` characters. */
export function plainLine(text: string, most = MAX_CHARACTERS): string {
  // Shorten before escaping too, as the text may be a megabyte. Escaping never shortens text.
  const line = shortened(text, most).replace(INVISIBLE, escaped)
  return shortened(line, most)
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const note = `… (${text.length} characters)`
  const kept = Math.max(0, most - note.length)
  const [head, tail] = [Math.ceil((kept * 2) / 3), Math.floor(kept / 3)]
  // If this splits a surrogate pair, its halves are escaped like other invisible characters.
  return `${text.slice(0, head)}${note}${tail === 0 ? '' : text.slice(-tail)}`
}

/** Applies {@link plainLine} to each line of a text. */
export function plainLines(text: string): string {
  return text
    .split('\n')
    .map((line) => plainLine(line))
    .join('\n')
}

/**
 * JSON that is safe to print: invisible characters are escaped, which does not change its value.
 */
export function plainJson(value: object): string {
  return JSON.stringify(value).replace(INVISIBLE, (character) =>
    Array.from({ length: character.length }, (_, i) => {
      const unit = character.charCodeAt(i).toString(16)
      return `\\u${unit.padStart(4, '0')}`
    }).join(''),
  )
}
