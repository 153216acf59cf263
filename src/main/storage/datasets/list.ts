import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { DatasetDocument, DatasetPart } from '../../../contract/datasets/document'
import type { DatasetListing } from '../../../contract/datasets/listing'
import { describeError, problemError, toReport } from '../../../contract/errors'
import { findSets } from '../../sources/idx/find-set'
import type { Place, SetFiles } from '../../sources/idx/find-set'
import { checkImages, checkLabels, type SquareShape } from '../../sources/idx/shape'
import { findFolder, folderNames, unknownDataset } from './find-dataset'
import { readIdxFileHeader } from '../../sources/idx/idx-file'
import { testSet } from './idx-test-set'
import { partOf } from './load-prepared'
import { checkFiles, readPrepared } from './read-document'
import type { PreparedDataset } from './read-document'

/**
 * Lists the folders in `datasetsDirs`. Reads only the headers of their files, so damaged data is
 * detected only on loading. A bad folder is listed with its problem; missing directories are
 * ignored.
 */
export async function listDatasets(datasetsDirs: readonly string[]): Promise<DatasetListing[]> {
  const listings: DatasetListing[] = []
  for (const [i, dir] of datasetsDirs.entries()) {
    for (const listing of await listingsIn(dir, kindIn(i))) {
      const { name } = listing
      const first = listings.find((other) => other.name === name)
      if (first !== undefined) {
        listing.problem ??= nameTaken(first.path).message
        listing.why ??= toReport(nameTaken(first.path))
      }
      listings.push(listing)
    }
  }
  return listings
}

/**
 * Finds one data set as {@link findFolder} does, and lists only that one.
 *
 * @throws StudioError `data` if it is not in one of `datasetsDirs`, or several have this title
 */
export async function findListing(
  name: string,
  datasetsDirs: readonly string[],
): Promise<DatasetListing> {
  const { path } = await findFolder(name, datasetsDirs)
  for (const [i, dir] of datasetsDirs.entries()) {
    const [folder = ''] = relative(resolve(dir), path).split(sep)
    // Hidden folders are unfinished or removed data sets.
    if (isAbsolute(folder) || folder.startsWith('.') || folder === '') continue
    const all = await listFolder(dir, folder, kindIn(i))
    const found = all.find((one) => one.path === path)
    if (found !== undefined) return found
  }
  throw await unknownDataset(name, datasetsDirs)
}

const nameTaken = (path: string) => problemError('data', 'datasetNameTaken', { path })

type FolderKind = 'bundled' | 'idx'
const kindIn = (i: number): FolderKind => (i === 0 ? 'bundled' : 'idx')

async function listingsIn(dir: string, kind: FolderKind): Promise<DatasetListing[]> {
  const names = await folderNames(dir)
  return (await Promise.all(names.map((name) => listFolder(dir, name, kind)))).flat()
}

/** One listing; where the folder has several sets, one for each, by its images file. */
async function listFolder(dir: string, name: string, kind: FolderKind): Promise<DatasetListing[]> {
  const path = resolve(dir, name)
  const prepared = await readPrepared(path).catch((error: unknown) => ({ error }))
  if (prepared !== undefined) return [await preparedListing(name, path, prepared)]
  const sets = await findSets(path, 'train').catch((error: unknown) => ({ error }))
  if ('error' in sets) return [listing(kind, name, path, unusable(sets.error))]
  if (sets.length === 1) return [listing(kind, name, path, await describeSet(sets[0], { path }))]
  return Promise.all(
    sets.map(async (set) => {
      const below = relative(dir, set.images).split(sep).join('/')
      const place = { path: set.images, images: set.images }
      return listing(kind, below, set.images, await describeSet(set, place))
    }),
  )
}

/** The part of a listing that depends on the files' content. */
type Description = Pick<
  DatasetListing,
  'images' | 'width' | 'height' | 'channels' | 'labels' | 'problem' | 'why'
> &
  Partial<Pick<DatasetListing, 'holdOut'>>

const listing = (
  kind: DatasetListing['kind'],
  name: string,
  path: string,
  description: Description,
): DatasetListing => ({
  ...{ name, title: name, kind, path },
  ...{ holdOut: 0, classes: null, bytes: null, createdAt: null },
  ...description,
})

async function preparedListing(
  name: string,
  path: string,
  prepared: PreparedDataset | { error: unknown },
): Promise<DatasetListing> {
  if ('error' in prepared) return listing('prepared', name, path, unusable(prepared.error))
  const { document } = prepared
  const { name: title, width, height, channels, classes, createdAt, train, holdOut } = document
  const { kind, known } = document.source
  const size = { width, height, channels }
  const problem = await checkParts(prepared).then(
    () => ({}),
    (error: unknown) => ({ problem: describeError(error), why: toReport(error) }),
  )
  return {
    ...listing('prepared', name, path, {
      ...{ images: train.images, ...size },
      ...{ labels: classes !== null, ...problem },
    }),
    source: { kind, ...(known === undefined ? {} : { known }) },
    ...{ title, createdAt, classes: classes?.length ?? null, holdOut: holdOut?.images ?? 0 },
    bytes: totalBytes(document),
  }
}

/** Null for the absurd sizes of a damaged document. */
function totalBytes(document: DatasetDocument): number | null {
  const parts = [document.train, ...(document.holdOut === null ? [] : [document.holdOut])]
  const bytes = parts.reduce((sum, part) => sum + bytesOf(document, part), 0)
  return Number.isSafeInteger(bytes) ? bytes : null
}

/** Bytes of a part's images and labels. */
const bytesOf = ({ width, height, channels }: DatasetDocument, part: DatasetPart): number =>
  part.images * (width * height * channels + (part.labels === null ? 0 : 2))

async function checkParts(prepared: PreparedDataset): Promise<void> {
  const { holdOut } = prepared.document
  await checkFiles(prepared, partOf(prepared, 'train'))
  if (holdOut !== null) await checkFiles(prepared, holdOut)
}

const unusable = (error: unknown): Description => ({
  ...{ images: 0, width: 0, height: 0, channels: 0, labels: false },
  ...{ problem: describeError(error), why: toReport(error) },
})

async function describeSet(
  { images, labels: labelFile }: SetFiles,
  place: Place,
): Promise<Description> {
  const labels = labelFile !== undefined
  let shape: SquareShape | undefined
  try {
    shape = checkImages((await readIdxFileHeader(images)).dims, images)
    if (labelFile !== undefined) {
      checkLabels((await readIdxFileHeader(labelFile)).dims, shape.count, labelFile)
    }
    const test = await testSet(place, shape)
    return { ...shownShape(shape), labels, holdOut: test?.count ?? 0 }
  } catch (error) {
    return { ...unusable(error), ...(shape === undefined ? {} : { ...shownShape(shape), labels }) }
  }
}

const shownShape = ({ count: images, width, height, channels }: SquareShape) => ({
  ...{ images, width, height, channels },
})
