import { createHash } from 'node:crypto'
import type { DatasetPart } from '../../../contract/datasets/document'
import { imagesHeader, labelsFingerprint } from './fingerprints'
import { readLabels } from './labels-file'
import { shardBytes } from './shards'

/** The shape of a data set's images. */
export interface ImageShape {
  width: number
  height: number
  channels: 1 | 3
}

/** The files of a part, of which sums and hashes are to be computed. */
export interface PartFiles {
  images: number
  shards: DatasetPart['shards']
  labels: string | null
  names: DatasetPart['names']
}

/** The sums and hashes of all of a part's pixels and labels. */
export interface PartSums extends Pick<DatasetPart, 'fingerprint' | 'labelsFingerprint'> {
  /** Sum of the pixels of each channel. */
  channelSums: number[]
  /** Number of images by label, up to the largest label; null without labels. */
  labelCounts: number[] | null
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
  const hash = createHash('sha256').update(
    imagesHeader({ count: part.images, width, height, channels }),
  )
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

function countLabels(labels: Uint16Array): number[] {
  const counts: number[] = []
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return Array.from(counts, (count) => count ?? 0)
}
