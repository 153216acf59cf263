import type { DatasetPartName } from '../../contract/datasets/detail'
import { namesPath, sheetPath } from '../../contract/datasets/sheet'
import type { ImageRange, SheetRequest } from '../../contract/datasets/sheet'

/** Returns the URL of a resource, such as `generated/<id>/sheet.png`; the same on both hosts. */
export function resourceUrl(...parts: (string | number)[]): string {
  return `/resources/${parts.map((part) => encodeURIComponent(part)).join('/')}`
}

/** Returns the URL of a picture of some of a data set's images, without padding. */
export const sheetUrl = (request: SheetRequest): string => resourceUrl(...sheetPath(request))

/** Returns the URL of the names of files of some of a data set's images: a JSON list. */
export const namesUrl = (request: ImageRange): string => resourceUrl(...namesPath(request))

/** Returns the URL of the labels of a data set's part: little-endian 16-bit numbers. */
export const labelsUrl = (dataset: string, part: DatasetPartName): string =>
  resourceUrl('datasets', dataset, part, 'labels.bin')

/** Returns the URL of a run's sample grid at a step. */
export function sampleUrl(runId: string, step: number): string {
  return resourceUrl('runs', runId, 'samples', `${String(step).padStart(8, '0')}.png`)
}
