/** Most bytes of a name in UTF-8; file systems accept 255, with room for an ending. */
const MAX_BYTES = 200
/** Names that Windows reserves for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * Reduces the name of a file to one that every file system accepts, without folders. Its ending is
 * kept, since it says what the file is.
 */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}._ ()-]+/gu, '-')
    .replace(/^[. -]+/, '')
    .replace(/[. ]+$/, '')
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? ''
  const stem = cut(plain.slice(0, plain.length - ending.length), MAX_BYTES - ending.length)
  const safe = `${stem === '' ? 'upload' : stem}${ending}`
  return DEVICE.test(safe) ? `file-${safe}` : safe
}

/** The longest beginning of a text that has at most so many bytes, in whole characters. */
function cut(text: string, most: number): string {
  let bytes = 0
  let kept = ''
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > most) break
    kept += character
  }
  return kept
}
