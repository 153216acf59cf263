import type { DatasetPartName } from '../../contract/datasets/detail'

/** Returns the URL of a resource, such as `generated/<id>/sheet.png`; the same on both hosts. */
export function resourceUrl(...parts: (string | number)[]): string {
  return `/resources/${parts.map((part) => encodeURIComponent(part)).join('/')}`
}

/** Some images of a data set's part, or of one class in it, which is then counted on its own. */
export interface SheetRequest {
  dataset: string
  part: DatasetPartName
  from: number
  count: number
  class?: number | undefined
}

/** Returns the URL of a picture of some of a data set's images, in rows of 20 without padding. */
export function sheetUrl({ dataset, part, from, count, class: only }: SheetRequest): string {
  const ofClass = only === undefined ? [] : [`class-${only}`]
  return resourceUrl('datasets', dataset, part, ...ofClass, `${from}-${count}.png`)
}

/** Returns the URL of the names of files of some of a data set's images: a JSON list. */
export const namesUrl = (request: SheetRequest): string =>
  sheetUrl(request).replace(/png$/, 'names')

/** Returns the URL of the labels of a data set's part: little-endian 16-bit numbers. */
export const labelsUrl = (dataset: string, part: DatasetPartName): string =>
  resourceUrl('datasets', dataset, part, 'labels.bin')

/** Returns the URL of a run's sample grid at a step. */
export function sampleUrl(runId: string, step: number): string {
  return resourceUrl('runs', runId, 'samples', `${String(step).padStart(8, '0')}.png`)
}
