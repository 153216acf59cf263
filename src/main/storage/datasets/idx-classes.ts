import { stat } from 'node:fs/promises'
import type { DatasetDetail } from '../../../contract/datasets/detail'
import type { DatasetListing } from '../../../contract/datasets/listing'
import type { ClassCount } from '../../../contract/datasets/source'
import { filesOf } from '../../sources/idx/find-set'
import { readIdxFile } from '../../sources/idx/idx-file'
import { testSet } from './idx-test-set'

type Listed = Pick<DatasetListing, 'path' | 'width' | 'height' | 'channels'>

/**
 * Counts the labels of IDX files; the test set counts as the hold-out part.
 *
 * @param listing whose path is that of a folder with one set, or of an images file
 * @returns null without labels
 * @throws StudioError `data`
 */
export async function classCountsOfIdx({
  path,
  ...shape
}: Listed): Promise<DatasetDetail['classes']> {
  const isFile = (await stat(path)).isFile()
  const place = isFile ? { path, images: path } : { path }
  const train = await countsOf((await filesOf(place, 'train')).labels)
  if (train === null) return null
  const channels = shape.channels === 3 ? 3 : 1
  const test = await testSet(place, { ...shape, channels })
  return { train, holdOut: await countsOf(test?.labels) }
}

async function countsOf(file: string | undefined): Promise<ClassCount[] | null> {
  if (file === undefined) return null
  const counts = new Array<number>(256).fill(0)
  for (const label of (await readIdxFile(file)).data) counts[label] = (counts[label] ?? 0) + 1
  const classes = counts.findLastIndex((count) => count > 0) + 1
  return counts.slice(0, classes).map((images, i) => ({ name: String(i), images }))
}
