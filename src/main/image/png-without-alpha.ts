import { constants, deflate, inflate } from 'node:zlib'
import { promisify } from 'node:util'
import { ALPHA, PNG_SIGNATURE, pngChunks, pngHeader } from './formats/png'
import type { PngHeader } from './formats/png'
import { pngChunk } from './png'

/* A decoder that gives colours multiplied by alpha loses them; a PNG without alpha keeps them. */

const unpack = promisify(inflate)
const pack = promisify(deflate)

/** Pictures with more bytes than this, uncompressed, are not rewritten. */
const MAX_BYTES = 2 ** 27

/** Offsets and steps of the seven passes of an interlaced PNG (PNG specification, 8.2). */
const passes: readonly [left: number, top: number, across: number, down: number][] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
]

/** The sizes of the images, one or seven, that follow each other in the data of a PNG. */
function sizesIn({ width, height, interlaced }: PngHeader): [width: number, height: number][] {
  if (!interlaced) return [[width, height]]
  return passes
    .map(([left, top, across, down]): [number, number] => [
      Math.max(0, Math.ceil((width - left) / across)),
      Math.max(0, Math.ceil((height - top) / down)),
    ])
    .filter(([columns, rows]) => columns > 0 && rows > 0)
}

const samplesPerPixel: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** Length of a PNG's data, uncompressed, with the byte before each row. */
export function pngDataBytes(header: PngHeader): number {
  const bits = (samplesPerPixel[header.colourType] ?? 0) * header.depth
  return sizesIn(header).reduce(
    (sum, [width, height]) => sum + height * (1 + Math.ceil((width * bits) / 8)),
    0,
  )
}

/**
 * Returns the same picture with all pixels opaque, as another PNG; undefined if that would take
 * too much memory.
 */
export async function pngWithoutAlpha(bytes: Buffer): Promise<Buffer | undefined> {
  const header = pngHeader(bytes)
  if (header === undefined) return undefined
  const chunks = [...pngChunks(bytes)]
  if ((header.colourType & ALPHA) === 0) {
    return assemble(
      chunks
        .filter(({ type }) => type !== 'tRNS')
        .map(({ start, end }) => bytes.subarray(start - 8, end + 4)),
    )
  }
  const length = pngDataBytes(header)
  if (length > MAX_BYTES) return undefined
  const packed = chunks
    .filter(({ type }) => type === 'IDAT')
    .map(({ start, end }) => bytes.subarray(start, end))
  const data = await unpack(Buffer.concat(packed), {
    maxOutputLength: length,
    finishFlush: constants.Z_SYNC_FLUSH,
  })
  const opaque = await pack(withoutAlphaSamples(data, header), { level: 1 })
  const parts: Buffer[] = []
  for (const { type, start, end } of chunks) {
    if (type === 'IHDR') {
      const fields = Buffer.from(bytes.subarray(start, end))
      fields[9] = header.colourType & ~ALPHA
      parts.push(pngChunk('IHDR', fields))
    } else if (type === 'IEND') {
      parts.push(pngChunk('IDAT', opaque), pngChunk('IEND', Buffer.alloc(0)))
    } else if (type !== 'IDAT') parts.push(bytes.subarray(start - 8, end + 4))
  }
  return assemble(parts)
}

const assemble = (parts: readonly Buffer[]): Buffer => Buffer.concat([PNG_SIGNATURE, ...parts])

/** Rows with each pixel's alpha, its last sample, removed, and unfiltered. */
function withoutAlphaSamples(data: Buffer, header: PngHeader): Buffer {
  const sample = header.depth / 8
  const pixel = (samplesPerPixel[header.colourType] ?? 0) * sample
  const colour = pixel - sample
  const opaque: PngHeader = { ...header, colourType: header.colourType & ~ALPHA }
  const out = Buffer.alloc(pngDataBytes(opaque))
  let [from, to] = [0, 0]
  for (const [width, height] of sizesIn(header)) {
    const stride = width * pixel
    let above: Uint8Array = new Uint8Array(stride)
    for (let y = 0; y < height; y++) {
      const row = data.subarray(from + 1, from + 1 + stride)
      unfilter(data[from] ?? 0, row, above, pixel)
      // The row's own filter is 0: none.
      to++
      for (let at = 0; at < stride; at += pixel) {
        for (let i = 0; i < colour; i++) out[to++] = row[at + i] ?? 0
      }
      above = row
      from += 1 + stride
    }
  }
  return out
}

/**
 * Restores a row in place (PNG specification, 9.2).
 *
 * @param filter its type
 * @param above the restored row before it, or zeros
 * @param pixel bytes per pixel
 */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, pixel: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i < pixel ? 0 : (row[i - pixel] ?? 0)
    const up = above[i] ?? 0
    let predicted = 0
    if (filter === 1) predicted = left
    else if (filter === 2) predicted = up
    else if (filter === 3) predicted = (left + up) >> 1
    else if (filter === 4) predicted = paeth(left, up, i < pixel ? 0 : (above[i - pixel] ?? 0))
    row[i] = (row[i] ?? 0) + predicted
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp] = [Math.abs(guess - left), Math.abs(guess - up)]
  const toCorner = Math.abs(guess - corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
