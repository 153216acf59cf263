/** Receives each key of an object and the text of its value; repeated keys are included. */
type OnEntry = (key: string, value: string) => void

/**
 * Calls back for each entry of an object in valid JSON, including those that parsers drop because a
 * later one has the same key.
 *
 * @param path the keys that lead to the object, which is not inside a list
 */
export function eachJsonEntry(text: string, path: readonly string[], onEntry: OnEntry): void {
  const keys: (string | undefined)[] = []
  let last = ''
  let from: number | undefined
  const ends = (at: number): void => {
    if (from !== undefined) onEntry(keys[path.length] ?? '', text.slice(from, at).trim())
    from = undefined
  }
  const isThere = (): boolean =>
    keys.length === path.length + 1 && path.every((key, depth) => keys[depth] === key)
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') {
      const start = at
      at = endOfString(text, start)
      if (keys.length <= path.length + 1 && from === undefined) last = text.slice(start, at + 1)
    } else if (character === ':' && keys.length <= path.length + 1) {
      keys[keys.length - 1] = JSON.parse(last) as string
      if (isThere()) from = at + 1
    } else if (character === ',') {
      if (isThere()) ends(at)
    } else if (character === '{' || character === '[') keys.push(undefined)
    else if (character === '}' || character === ']') {
      if (isThere()) ends(at)
      keys.pop()
    }
  }
}

/** The position of the quote that ends a string. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/**
 * The entries of an object that a later one with the same key replaces.
 *
 * @param count the number of its keys after parsing
 */
export function replacedEntries(
  text: string,
  path: readonly string[],
  count: number,
): [key: string, value: unknown][] {
  let entries = 0
  eachJsonEntry(text, path, () => entries++)
  if (entries <= count) return []
  const earlier = new Map<string, string>()
  const replaced: [string, unknown][] = []
  eachJsonEntry(text, path, (key, value) => {
    const before = earlier.get(key)
    if (before !== undefined) replaced.push([key, JSON.parse(before)])
    earlier.set(key, value)
  })
  return replaced
}
