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
  const url = resourceUrl('datasets', dataset, part, `${from}-${count}.png`)
  return only === undefined ? url : `${url}?class=${only}`
}

/** Returns the URL of a run's sample grid at a step. */
export function sampleUrl(runId: string, step: number): string {
  return resourceUrl('runs', runId, 'samples', `${String(step).padStart(8, '0')}.png`)
}
