/**
 * Returns the keys of the outermost object of a JSON text in the order written, and the first key
 * that occurs twice in any object. `JSON.parse` hides both: it keeps the last of two equal keys and
 * moves keys that look like numbers to the front.
 *
 * @param text valid JSON
 */
export function scanKeys(text: string): { keys: string[]; duplicate: string | undefined } {
  const outermost = new Set<string>()
  /** Keys so far of each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = []
  let keyMayFollow = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '{') open.push(open.length === 0 ? outermost : new Set())
    else if (character === '[') open.push(undefined)
    else if (character === '}' || character === ']') open.pop()
    else if (character === '"') {
      const end = endOfString(text, i)
      const keys = open.at(-1)
      if (keyMayFollow && keys !== undefined) {
        // Parsed, since "\u0061" and "a" are the same key.
        const key = String(JSON.parse(text.slice(i, end)))
        if (keys.has(key)) return { keys: [...outermost], duplicate: key }
        keys.add(key)
      }
      i = end - 1
    }
    keyMayFollow = character === '{' || character === ',' || (keyMayFollow && isSpace(character))
  }
  return { keys: [...outermost], duplicate: undefined }
}

/** The index after the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i + 1
  }
  return text.length
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t'
}
