import type { SourceDescription } from '../../../contract/datasets/source'
import { asNotice, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { HEADER_BYTES, readPictureHeader, uprightSize } from '../../image/picture-header'
import type { PictureHeader } from '../../image/formats/format'
import { mapOrdered } from '../map-ordered'
import { shortened } from '../shortened'
import type { ListedFile, Listing } from './listing'

/** The most pictures whose headers are read to describe a source. */
const SAMPLE = 200
const CONCURRENCY = 8

interface Headed<F extends ListedFile> {
  listing: Listing<F>
  head(file: F, bytes: number): Promise<Buffer>
}

type Sample = Pick<
  SourceDescription,
  'sizes' | 'sampled' | 'unusable' | 'colour' | 'transparent' | 'notes'
>

/** Sizes and colours of a sample of pictures, spread evenly, with a note about unusable ones. */
export async function sampleHeaders<F extends ListedFile>(
  { listing, head }: Headed<F>,
  signal: AbortSignal,
): Promise<Sample> {
  const usable = listing.files.filter(({ refused }) => refused === undefined)
  const count = Math.min(SAMPLE, usable.length)
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * usable.length) / count))
  const headers: PictureHeader[] = []
  const refused: { name: string; why: Notice }[] = []
  const read = async (
    index: number,
  ): Promise<PictureHeader | (typeof refused)[number] | undefined> => {
    const file = usable[index] as F
    try {
      return readPictureHeader(await head(file, HEADER_BYTES))
    } catch (error) {
      if (!(error instanceof StudioError)) throw error
      // Its header is longer than what was read of it.
      const isCut = error.problem?.code === 'pictureCutShort'
      if (isCut && file.size > HEADER_BYTES) return undefined
      return { name: file.name, why: asNotice(error) }
    }
  }
  for await (const found of mapOrdered(chosen, { concurrency: CONCURRENCY, signal }, read)) {
    if (found === undefined) continue
    if ('why' in found) refused.push(found)
    else headers.push(found)
  }
  return {
    sizes: sizesOf(headers),
    ...{ sampled: headers.length, unusable: refused.length, notes: unusableNotes(refused, count) },
    colour: headers.some(({ grey }) => !grey),
    transparent: headers.some(({ alpha }) => alpha),
  }
}

function unusableNotes(
  refused: readonly { name: string; why: Notice }[],
  sampled: number,
): Notice[] {
  const [first] = refused
  if (first === undefined) return []
  const { where: _where, remedy: _remedy, ...why } = first.why
  const given = { count: refused.length, sampled, first: shortened(first.name), why }
  return [notice('noteUnusableSample', given)]
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
