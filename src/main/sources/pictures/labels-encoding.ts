import { problemError } from '../../../contract/errors'

/**
 * The text of a labels file: UTF-8, or UTF-16 with a byte order mark, as Excel's "Unicode text".
 * Other encodings cannot be told apart, and guessing would merge classes whose names differ.
 *
 * @throws StudioError `data` if it is in another encoding
 */
export function labelsText(bytes: Uint8Array): string {
  const [first, second] = bytes
  const marked = (a: number, b: number): boolean => first === a && second === b
  const encoding = marked(0xff, 0xfe) ? 'utf-16le' : marked(0xfe, 0xff) ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    // UTF-16 without a mark looks like this.
    if (!text.includes('\0')) return text
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  throw problemError('data', 'labelsEncoding', {})
}
