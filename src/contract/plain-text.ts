/*
 * Names, paths and messages may come from files, other programs or the network. A terminal obeys
 * what it is sent: line breaks forge lines, escape sequences rewrite the screen, and marks of
 * writing direction reorder what is read.
 */

/** Of one line; longer ones lose their middle. */
const MOST_CHARACTERS = 2000

/**
 * Control, format, separator and surrogate characters: all that has no shape of its own. The two
 * joiners stay, which emoji and several scripts need.
 */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return SHORT[character] ?? (code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`)
}

/** Text as one line that a terminal shows as it is, and no longer than `most` characters. */
export function plainLine(text: string, most = MOST_CHARACTERS): string {
  // What is cut is not looked at: it may be a megabyte. Each character gives one at least.
  const line = shortened(text, most).replace(INVISIBLE, escaped)
  return shortened(line, most)
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const note = `… (${text.length} characters)`
  const kept = Math.max(0, most - note.length)
  const [head, tail] = [Math.ceil((kept * 2) / 3), Math.floor(kept / 3)]
  // Half of a pair of surrogates is escaped like other invisible characters.
  return `${text.slice(0, head)}${note}${tail === 0 ? '' : text.slice(-tail)}`
}

/** Text of several lines, each made plain. */
export function plainLines(text: string): string {
  return text
    .split('\n')
    .map((line) => plainLine(line))
    .join('\n')
}

/** JSON that a terminal shows as it is; what it means stays the same. */
export function plainJson(value: object): string {
  return JSON.stringify(value).replace(INVISIBLE, (character) =>
    Array.from({ length: character.length }, (_, i) => {
      const unit = character.charCodeAt(i).toString(16)
      return `\\u${unit.padStart(4, '0')}`
    }).join(''),
  )
}
