import { requireBytes } from './format'
import type { FormatReader } from './format'

/* "Graphics Interchange Format, Version 89a", CompuServe 1990. */

const [EXTENSION, IMAGE, TRAILER] = [0x21, 0x2c, 0x3b]
const GRAPHIC_CONTROL = 0xf9
const HAS_TABLE = 0x80

/** Bytes of a colour table, by the flags that announce it. */
const tableBytes = (flags: number): number => (flags & HAS_TABLE ? 3 * 2 ** ((flags & 7) + 1) : 0)

/** Returns the position after a sequence of sub-blocks. */
function afterBlocks(bytes: Buffer, from: number): number {
  let at = from
  for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += 1 + length
  return at + 1
}

/** The first frame: where its descriptor is, and whether a colour of it is transparent. */
function firstFrame(bytes: Buffer): { at: number; transparent: boolean } | undefined {
  let at = 13 + tableBytes(bytes.readUInt8(10))
  let transparent = false
  for (;;) {
    const type = bytes.readUInt8(at)
    if (type === IMAGE) return { at, transparent }
    if (type === TRAILER || type !== EXTENSION) return undefined
    if (bytes.readUInt8(at + 1) === GRAPHIC_CONTROL) {
      transparent = (bytes.readUInt8(at + 3) & 1) !== 0
    }
    at = afterBlocks(bytes, at + 2)
  }
}

export const gif: FormatReader = {
  matches: (bytes) => /^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)),

  header(bytes) {
    const [width, height] = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)]
    const frame = firstFrame(bytes)
    if (frame === undefined) return undefined
    const { at, transparent } = frame
    // A frame smaller than the whole leaves transparent pixels around it.
    const fills =
      bytes.readUInt32LE(at + 1) === 0 &&
      bytes.readUInt16LE(at + 5) >= width &&
      bytes.readUInt16LE(at + 7) >= height
    const alpha = transparent || !fills
    return { format: 'gif', width, height, orientation: 1, grey: false, alpha }
  },

  complete(bytes) {
    const frame = firstFrame(bytes)
    if (frame === undefined) return false
    const codes = frame.at + 10 + tableBytes(bytes.readUInt8(frame.at + 9))
    requireBytes(bytes, afterBlocks(bytes, codes + 1))
    return true
  },
}
