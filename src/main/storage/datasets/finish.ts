import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { DatasetPart } from '../../../contract/datasets/document'
import { openGuarded, readFrom, readGuarded } from '../../disk/guarded'
import { MAX_BUFFER_BYTES } from '../../disk/limits'
import { onDisk } from '../files/disk-errors'

/** The shape of a data set's images. */
export interface ImageShape {
  width: number
  height: number
  channels: 1 | 3
}

/** The files of a part, whose content is to be summed up. */
export interface PartFiles {
  images: number
  shards: DatasetPart['shards']
  labels: string | null
}

/** What all of a part's pixels and labels amount to. */
export interface PartSums extends Pick<DatasetPart, 'fingerprint' | 'labelsFingerprint'> {
  /** Sum of the pixels of each channel. */
  channelSums: number[]
  /** Number of images by label, up to the largest label; null without labels. */
  labelCounts: number[] | null
}

const READ_BYTES = 2 ** 20

/** The header of an IDX file of unsigned bytes. */
export function idxHeader(dims: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * dims.length)
  header.set([0, 0, 8, dims.length])
  dims.forEach((dim, i) => header.writeUInt32BE(dim, 4 + 4 * i))
  return header
}

/**
 * Reads a part from its first to its last byte.
 *
 * @param onRead called with the number of images read so far
 * @throws StudioError `data` if a file is shorter than the images it should have, `storage`
 */
export async function sumUp(
  dir: string,
  part: PartFiles,
  { width, height, channels }: ImageShape,
  onRead: (images: number) => void = () => undefined,
): Promise<PartSums> {
  const dims = [part.images, height, width, ...(channels === 1 ? [] : [channels])]
  const hash = createHash('sha256').update(idxHeader(dims))
  const channelSums = new Array<number>(channels).fill(0)
  const imageBytes = width * height * channels
  let bytes = 0
  for await (const chunk of shardBytes(dir, part.shards, imageBytes)) {
    hash.update(chunk)
    addSums(chunk, bytes % channels, channelSums)
    bytes += chunk.length
    onRead(Math.floor(bytes / imageBytes))
  }
  const labels = part.labels === null ? null : await readLabels(dir, part.labels, part.images)
  return {
    fingerprint: hash.digest('hex'),
    channelSums,
    labelsFingerprint: labels && labelsFingerprint(labels),
    labelCounts: labels && countLabels(labels),
  }
}

/** Adds each channel's pixels; `phase` is the channel of the first byte. */
function addSums(chunk: Uint8Array, phase: number, sums: number[]): void {
  const channels = sums.length
  for (let c = 0; c < channels; c++) {
    let sum = 0
    for (let i = (c - phase + channels) % channels; i < chunk.length; i += channels) {
      sum += chunk[i] as number
    }
    sums[c] = (sums[c] ?? 0) + sum
  }
}

/** The bytes of the shards one after the other, in chunks of any length. */
async function* shardBytes(
  dir: string,
  shards: PartFiles['shards'],
  imageBytes: number,
): AsyncGenerator<Uint8Array> {
  for (const { file, images } of shards) {
    const path = join(dir, file)
    const guard = { maxBytes: images * imageBytes, code: 'data' as const }
    const { handle } = await onDisk('read the images', path, () => openGuarded(path, guard))
    try {
      for (let at = 0; at < images * imageBytes;) {
        const want = Math.min(READ_BYTES, images * imageBytes - at)
        const chunk = await onDisk('read the images', path, () => readFrom(handle, want, at))
        yield chunk
        at += chunk.length
        if (chunk.length < want) return
      }
    } finally {
      await handle.close()
    }
  }
}

/** @returns class numbers [images] */
export async function readLabels(dir: string, file: string, images: number): Promise<Uint16Array> {
  const path = join(dir, file)
  const guard = { maxBytes: Math.min(images * 2, MAX_BUFFER_BYTES), code: 'data' as const }
  const bytes = await onDisk('read the labels', path, () => readGuarded(path, guard))
  return Uint16Array.from({ length: Math.floor(bytes.length / 2) }, (_, i) =>
    bytes.readUInt16LE(2 * i),
  )
}

/** SHA-256 of the equivalent IDX file: bytes, or 16-bit numbers if there are more than 256 classes. */
export function labelsFingerprint(labels: Uint16Array): string {
  const small = labels.every((label) => label < 256)
  const bytes = Buffer.alloc(labels.length * (small ? 1 : 2))
  labels.forEach((label, i) => (small ? (bytes[i] = label) : bytes.writeUInt16BE(label, 2 * i)))
  const header = idxHeader([labels.length])
  if (!small) header[2] = 0x0b
  return createHash('sha256').update(header).update(bytes).digest('hex')
}

function countLabels(labels: Uint16Array): number[] {
  const counts: number[] = []
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return Array.from(counts, (count) => count ?? 0)
}
