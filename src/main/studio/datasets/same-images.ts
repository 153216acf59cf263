import type { DatasetListing } from '../../../contract/datasets/listing'
import type { SourceDescription } from '../../../contract/datasets/source'
import { notice } from '../../../contract/notices'
import { streamIdxFile } from '../../sources/idx/idx-file'
import { knownSums } from '../../storage/datasets/bundled-sums'
import { readPrepared } from '../../storage/datasets/read-document'
import { imageFilesOf } from './known/recognise'

/** The most bytes of images that are read to find out whether they are stored already. */
const MAX_BYTES = 2 ** 28

type Shape = Pick<DatasetListing, 'images' | 'width' | 'height' | 'channels'>

/** The data sets whose training images have this fingerprint, as far as theirs is known. */
export async function withFingerprint(
  listings: readonly DatasetListing[],
  fingerprint: string,
  { images, width, height, channels }: Shape,
): Promise<DatasetListing[]> {
  const same: DatasetListing[] = []
  for (const listing of listings) {
    const isSized = listing.width === width && listing.height === height
    if (!isSized || listing.images !== images || listing.channels !== channels) continue
    if ((await fingerprintOf(listing)) === fingerprint) same.push(listing)
  }
  return same
}

async function fingerprintOf({ kind, name, path }: DatasetListing): Promise<string | undefined> {
  if (kind === 'bundled') return knownSums[name]?.['train-images']
  if (kind === 'idx') return undefined
  const prepared = await readPrepared(path).catch(() => undefined)
  return prepared?.document.train.fingerprint
}

/**
 * Adds a note to the description of IDX files if a data set has the same images already. Images are
 * read only if a data set has as many of the same size.
 */
export async function withStoredNote(
  description: SourceDescription,
  listings: readonly DatasetListing[],
): Promise<SourceDescription> {
  const { kind, images, sizes, colour, options, notes } = description
  const [size, ...others] = sizes
  // Transposed images are stored differently from those in the file.
  if (kind !== 'idx' || options.transpose === true || size === undefined || others.length > 0) {
    return description
  }
  const { width, height } = size
  const shape = { images, width, height, channels: colour ? 3 : 1 }
  const isPossible = listings.some((one) => one.images === images && one.width === width)
  if (!isPossible || images * width * height * shape.channels > MAX_BYTES) return description
  const file = await imageFilesOf(description)
  const { sha256 } = await streamIdxFile(file.images, () => ({ take: () => undefined }))
  const [same] = await withFingerprint(listings, sha256, shape)
  if (same === undefined) return description
  return { ...description, notes: [notice('noteStoredAlready', { title: same.title }), ...notes] }
}
