import { scanKeys } from './json-keys'
import type { Words } from './words'

/** The value in a JSON file that a user chose, or what is wrong with the file. */
export type UserJson = { raw: unknown } | { fault: Words }

/**
 * Reads a JSON file that a user chose. Bytes that are not UTF-8 and keys that occur twice are
 * refused: `JSON.parse` would replace the former and drop all but the last of the latter.
 *
 * @throws as `parse`, such as a SyntaxError if the text is not JSON
 */
export function readUserJson(
  bytes: Uint8Array,
  parse: (text: string) => unknown = JSON.parse,
): UserJson {
  const text = decoded(bytes)
  if (text === undefined) return { fault: notUtf8 }
  const raw = parse(text)
  const { duplicate } = scanKeys(text)
  if (duplicate === undefined) return { raw }
  return {
    fault: {
      en: `an object has the key “${duplicate}” twice; remove one of them`,
      zh: `同一个对象中“${duplicate}”这个键出现了两次，请删去一个`,
    },
  }
}

const notUtf8: Words = {
  en: 'it is not UTF-8 text; save it as UTF-8',
  zh: '不是 UTF-8 文本，请另存为 UTF-8',
}

/** Decodes UTF-8 without its byte order mark. JSON has no NUL; UTF-16 without a mark has many. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
