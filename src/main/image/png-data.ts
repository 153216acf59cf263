import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createInflate, inflateSync } from 'node:zlib'
import { errnoOf } from '../disk/errno'
import { pngChunks, pngHeader } from './formats/png'
import { pngDataBytes } from './png-without-alpha'
import type { RasterImage } from './raster'

/**
 * Returns false if a PNG's compressed data end before its last row. The decoder then leaves rows
 * black or transparent without an error, so the data of pictures that end so are measured.
 *
 * @param image its pixels, as decoded
 */
export async function hasAllPngData(bytes: Buffer, image: RasterImage): Promise<boolean> {
  const header = pngHeader(bytes)
  if (header === undefined) return false
  const { width, channels, data } = image
  const lastRow = data.subarray(-width * channels)
  const blank = lastRow.every((value, i) => value === 0 || (channels === 4 && isHidden(lastRow, i)))
  if (!blank && !header.interlaced) return true
  const packed = [...pngChunks(bytes)]
    .filter(({ type }) => type === 'IDAT')
    .map(({ start, end }) => bytes.subarray(start, end))
  const most = pngDataBytes(header)
  const count =
    most <= SHORT_BYTES ? unpackedAtOnce(packed, most) : await unpackedBytes(packed, most)
  return count >= most
}

const isHidden = (row: Uint8Array, i: number): boolean => row[i - (i % 4) + 3] === 0

/** Shorter data are unpacked in one call, which is much faster. */
const SHORT_BYTES = 2 ** 16

/** Uncompressed bytes of a PNG's data; stops once there are `most`. */
async function unpackedBytes(packed: Buffer[], most: number): Promise<number> {
  const stop = new AbortController()
  let count = 0
  const counting = new Writable({
    write(chunk: Buffer, _encoding, done) {
      count += chunk.length
      if (count >= most) stop.abort()
      done()
    },
  })
  // Damage and a missing end show in the count.
  await pipeline(Readable.from(packed), createInflate(), counting, { signal: stop.signal }).catch(
    () => undefined,
  )
  return count
}

/** As {@link unpackedBytes}, for short data. */
function unpackedAtOnce(packed: Buffer[], most: number): number {
  const options = { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH }
  try {
    return inflateSync(Buffer.concat(packed), options).length
  } catch (error) {
    return errnoOf(error) === 'ERR_BUFFER_TOO_LARGE' ? most : 0
  }
}
