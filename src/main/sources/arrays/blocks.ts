import type { SourceDescription } from '../../../contract/datasets/source'
import type { OpenSource, ReadImage, SourceEntry } from '../source'
import { openExtent, type ByteReader, type Extent } from './extent'

/** Images of equal size that are stored one after another. */
export interface ImageBlock {
  part: 'train' | 'test'
  count: number
  width: number
  height: number
  /** 1 grey, 3 RGB, 4 RGB with straight alpha. */
  channels: 1 | 3 | 4
  /** [count] indices of classes; null without labels. */
  labels: Uint16Array | null
  bytes: Extent
  /** Position of the first image's record in the unpacked bytes. */
  offset: number
  recordBytes: number
  /** @param record valid during the call only, so the result is a copy */
  decode(record: Uint8Array): ReadImage
}

/** Facts about a source of blocks that the blocks do not tell. */
type Facts = Pick<
  SourceDescription,
  'kind' | 'path' | 'options' | 'classes' | 'labelsFrom' | 'notes'
>

/** A source whose images are those of blocks: the training images first. */
export function openBlocks(
  facts: Facts,
  unordered: readonly ImageBlock[],
  stamp: string,
): OpenSource {
  const blocks = [...unordered].sort((a, b) => rank(a) - rank(b))
  const starts: number[] = []
  let count = 0
  for (const block of blocks) {
    starts.push(count)
    count += block.count
  }
  /** The block of an image, and the image's number in it. */
  const find = (index: number): { block: ImageBlock; at: number } => {
    const last = starts.findLastIndex((start) => start <= index)
    const block = blocks[last]
    if (block === undefined) throw new RangeError(`no image ${index}`)
    return { block, at: index - (starts[last] as number) }
  }
  const testStart = imagesIn(blocks, 'train')
  return {
    description: { ...facts, ...described(blocks) },
    stamp,
    count,
    entry(index): SourceEntry {
      const { block, at } = find(index)
      const name = block.part === 'train' ? String(index) : `test/${index - testStart}`
      return { name, part: block.part, label: block.labels?.[at] ?? null }
    },
    read: (indices, signal) => readBlocks(indices, find, signal),
    close: () => Promise.resolve(),
  }
}

const rank = ({ part }: ImageBlock): number => (part === 'train' ? 0 : 1)

const imagesIn = (blocks: readonly ImageBlock[], part: ImageBlock['part']): number =>
  blocks.reduce((sum, block) => sum + (block.part === part ? block.count : 0), 0)

function described(
  blocks: readonly ImageBlock[],
): Pick<
  SourceDescription,
  'images' | 'testImages' | 'sizes' | 'sampled' | 'colour' | 'transparent'
> {
  const sizes = new Map<string, SourceDescription['sizes'][number]>()
  for (const { width, height, count } of blocks) {
    const key = `${width} ${height}`
    const images = (sizes.get(key)?.images ?? 0) + count
    sizes.set(key, { width, height, images })
  }
  return {
    images: imagesIn(blocks, 'train'),
    testImages: imagesIn(blocks, 'test'),
    sizes: [...sizes.values()].sort((a, b) => b.images - a.images),
    sampled: blocks.reduce((sum, block) => sum + block.count, 0),
    colour: blocks.some(({ channels }) => channels > 1),
    transparent: blocks.some(({ channels }) => channels === 4),
  }
}

/** Opens each block's file once, as the indices ascend. */
async function* readBlocks(
  indices: Iterable<number>,
  find: (index: number) => { block: ImageBlock; at: number },
  signal: AbortSignal,
): AsyncGenerator<ReadImage> {
  let current: { block: ImageBlock; reader: ByteReader } | undefined
  try {
    for (const index of indices) {
      signal.throwIfAborted()
      const { block, at } = find(index)
      if (current?.block !== block) {
        await current?.reader.close()
        current = undefined
        current = { block, reader: await openExtent(block.bytes, signal) }
      }
      const { offset, recordBytes } = block
      yield block.decode(await current.reader.read(offset + at * recordBytes, recordBytes))
    }
  } finally {
    await current?.reader.close()
  }
}
