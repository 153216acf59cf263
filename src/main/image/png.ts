import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

const compress = promisify(deflate)
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** An image's bytes row by row, 1 (grey) or 3 (RGB) per pixel. */
export interface ByteImage {
  data: Uint8Array
  width: number
  height: number
  channels: number
}

/**
 * Encodes a PNG; large images are compressed off the main thread. Equal input gives equal bytes.
 */
export async function encodePng({ data, width, height, channels }: ByteImage): Promise<Uint8Array> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits per sample; grey, or colour without a palette.
  header.set([8, channels === 1 ? 0 : 2], 8)
  const stride = width * channels
  // Each row begins with its filter type: 0, none.
  const rows = Buffer.alloc(height * (stride + 1))
  for (let y = 0; y < height; y++) {
    rows.set(data.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  }
  const packed = await compress(rows)
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', packed),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A chunk of a PNG: its length, type, data and checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const framed = Buffer.alloc(12 + data.length)
  framed.writeUInt32BE(data.length, 0)
  framed.write(type, 4, 'latin1')
  framed.set(data, 8)
  framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length)
  return framed
}
