import { exifOrientation } from './exif'
import type { Chunk, FormatReader, Orientation } from './format'

/* Markers (ITU-T T.81, table B.1). */
const [SOI, EOI, SOS, APP1, TEM] = [0xd8, 0xd9, 0xda, 0xe1, 0x01]

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7
/** SOF0 to SOF15, but not the markers among them for Huffman and arithmetic tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/**
 * Walks the segments of a JPEG up to and including the end marker.
 *
 * @throws RangeError if the bytes end before
 */
function* segments(bytes: Buffer): Generator<Chunk<number>> {
  for (let at = 0; ;) {
    at = markerFrom(bytes, at)
    const type = bytes.readUInt8(at)
    at++
    if (type === SOI || type === TEM || isRestart(type)) continue
    if (type === EOI) {
      yield { type, start: at, end: at }
      return
    }
    const end = at + bytes.readUInt16BE(at)
    yield { type, start: at + 2, end }
    at = type === SOS ? endOfScan(bytes, end) : end
  }
}

/** The position of the next marker's code, after any number of 0xff. */
function markerFrom(bytes: Buffer, from: number): number {
  const start = bytes.indexOf(0xff, from)
  let at = start < 0 ? bytes.length : start
  while (bytes.readUInt8(at) === 0xff) at++
  return at
}

/** The position of the first marker that ends compressed data: not an escaped 0xff, no restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; ;) {
    at = markerFrom(bytes, at)
    const code = bytes.readUInt8(at)
    if (code !== 0 && !isRestart(code)) return at - 1
    at++
  }
}

export const jpeg: FormatReader = {
  matches: (bytes) => bytes.toString('latin1', 0, 3) === '\xff\xd8\xff',

  header(bytes) {
    let orientation: Orientation = 1
    let exif = false
    for (const { type, start, end } of segments(bytes)) {
      if (type === APP1 && !exif && bytes.toString('latin1', start, start + 6) === 'Exif\0\0') {
        exif = true
        orientation = exifOrientation(bytes.subarray(start, end))
      }
      if (!isFrame(type)) continue
      const [height, width] = [bytes.readUInt16BE(start + 1), bytes.readUInt16BE(start + 3)]
      const grey = bytes.readUInt8(start + 5) === 1
      return { format: 'jpeg', width, height, orientation, grey, alpha: false }
    }
    return undefined
  },

  complete(bytes) {
    let scans = 0
    for (const { type } of segments(bytes)) if (type === SOS) scans++
    return scans > 0
  },
}
