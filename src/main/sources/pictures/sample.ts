import type { SourceDescription } from '../../../contract/datasets/source'
import { StudioError } from '../../../contract/errors'
import { HEADER_BYTES, readPictureHeader, uprightSize } from '../../image/picture-header'
import type { PictureHeader } from '../../image/formats/format'
import { mapOrdered } from '../map-ordered'
import type { ListedFile, Listing } from './listing'

/** The most pictures whose headers are read to describe a source. */
const SAMPLE = 200
const CONCURRENCY = 8

interface Headed<F extends ListedFile> {
  listing: Listing<F>
  head(file: F, bytes: number): Promise<Buffer>
}

/** Sizes and colours of a sample of pictures, spread evenly; unreadable ones are left out. */
export async function sampleHeaders<F extends ListedFile>(
  { listing, head }: Headed<F>,
  signal: AbortSignal,
): Promise<Pick<SourceDescription, 'sizes' | 'sampled' | 'colour' | 'transparent'>> {
  const usable = listing.files.filter(({ refused }) => refused === undefined)
  const count = Math.min(SAMPLE, usable.length)
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * usable.length) / count))
  const headers: PictureHeader[] = []
  const read = async (index: number): Promise<PictureHeader | undefined> => {
    const file = usable[index]
    if (file === undefined) return undefined
    try {
      return readPictureHeader(await head(file, HEADER_BYTES))
    } catch (error) {
      if (error instanceof StudioError) return undefined
      throw error
    }
  }
  for await (const header of mapOrdered(chosen, { concurrency: CONCURRENCY, signal }, read)) {
    if (header !== undefined) headers.push(header)
  }
  return {
    sizes: sizesOf(headers),
    sampled: headers.length,
    colour: headers.some(({ grey }) => !grey),
    transparent: headers.some(({ alpha }) => alpha),
  }
}

/** The most frequent first; of equally frequent ones, the larger. */
function sizesOf(headers: readonly PictureHeader[]): SourceDescription['sizes'] {
  const counts = new Map<string, SourceDescription['sizes'][number]>()
  for (const header of headers) {
    const { width, height } = uprightSize(header)
    const key = `${width} ${height}`
    const size = counts.get(key) ?? { width, height, images: 0 }
    size.images++
    counts.set(key, size)
  }
  return [...counts.values()].sort(
    (a, b) => b.images - a.images || b.width * b.height - a.width * a.height || b.width - a.width,
  )
}
