import { resolve } from 'node:path'
import type { DatasetListing } from '../../../contract/api'
import { describeError, problemError, toReport } from '../../../contract/errors'
import { findSet } from './find-set'
import { checkImages, checkLabels, folderNames, type SquareShape } from './folder'
import { readIdxFileHeader } from './idxFile'

/**
 * Lists the folders in `datasetsDirs`. Reads only the headers of their files, so damaged data is
 * detected only on loading. A bad folder is listed with its problem; missing directories are
 * ignored.
 */
export async function listDatasets(datasetsDirs: readonly string[]): Promise<DatasetListing[]> {
  const listings: DatasetListing[] = []
  for (const dir of datasetsDirs) {
    for (const name of await folderNames(dir)) {
      const listing = await listFolder(name, resolve(dir, name))
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

const nameTaken = (path: string) => problemError('data', 'datasetNameTaken', { path })

const unknownShape = { count: 0, width: 0, height: 0, channels: 0 }

async function listFolder(name: string, path: string): Promise<DatasetListing> {
  let shape: SquareShape | undefined
  let labels = false
  let failure: unknown
  try {
    const { images, labels: labelFile } = await findSet(path, 'train')
    shape = checkImages((await readIdxFileHeader(images)).dims, images)
    labels = labelFile !== undefined
    if (labelFile !== undefined) {
      checkLabels((await readIdxFileHeader(labelFile)).dims, shape.count, labelFile)
    }
  } catch (error) {
    failure = error
  }
  const { count: images, width, height, channels } = shape ?? unknownShape
  const found = { name, path, images, width, height, channels, labels }
  if (failure === undefined) return found
  return { ...found, problem: describeError(failure), why: toReport(failure) }
}
