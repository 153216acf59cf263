import { resolve } from 'node:path'
import { describeError } from '../../../contract/errors'
import {
  checkImages,
  checkLabels,
  findFile,
  findImages,
  folderNames,
  type SquareShape,
} from './folder'
import { readIdxFileHeader } from './idxFile'

/** A data set to choose from. */
export interface DatasetListing {
  name: string
  /** Absolute. */
  path: string
  /** Training images; this and the sizes are 0 where they could not be told. */
  images: number
  width: number
  height: number
  channels: number
  labels: boolean
  /** Why it cannot be used; absent where its headers are sound. */
  problem?: string
}

/**
 * Lists the folders in `datasetsDirs`, reading only the headers of their files, so that elements
 * may yet prove damaged on loading. A bad folder is listed with its problem; a directory that is
 * missing holds none.
 */
export async function listDatasets(datasetsDirs: readonly string[]): Promise<DatasetListing[]> {
  const listings: DatasetListing[] = []
  for (const dir of datasetsDirs) {
    for (const name of await folderNames(dir)) {
      const listing = await listFolder(name, resolve(dir, name))
      const first = listings.find((other) => other.name === name)
      if (first !== undefined) {
        listing.problem ??= `Its name stands for ${first.path}; give its path, or rename it.`
      }
      listings.push(listing)
    }
  }
  return listings
}

const unknownShape = { count: 0, width: 0, height: 0, channels: 0 }

async function listFolder(name: string, path: string): Promise<DatasetListing> {
  let shape: SquareShape | undefined
  let labels = false
  let problem: string | undefined
  try {
    const images = await findImages(path, 'train')
    shape = checkImages((await readIdxFileHeader(images)).dims, images)
    const labelFile = await findFile(path, 'train-labels')
    labels = labelFile !== undefined
    if (labelFile !== undefined) {
      checkLabels((await readIdxFileHeader(labelFile)).dims, shape.count, labelFile)
    }
  } catch (error) {
    problem = describeError(error)
  }
  const { count: images, width, height, channels } = shape ?? unknownShape
  const found = { name, path, images, width, height, channels, labels }
  return problem === undefined ? found : { ...found, problem }
}
