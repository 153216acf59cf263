import type { DatasetListing } from '../../contract/datasets/listing'
import { explain } from '../../contract/notices'
import type { Formats } from './format'
import type { Catalogue } from './en'

interface Language {
  t: Catalogue
  format: Formats
}

/** Returns short facts about a data set: images, size, colour, classes, held-out images. */
export function datasetFacts(listing: DatasetListing, { t, format }: Language): string[] {
  const { images, width, height, channels, labels, classes, holdOut } = listing
  const classFact = classes === null ? t.data.labelled : t.data.classesCount(format.number(classes))
  return [
    t.data.imagesCount(format.number(images)),
    t.data.dimensions(width, height),
    channels === 1 ? t.data.grey : t.data.colour,
    ...(labels ? [classFact] : []),
    ...(holdOut > 0 ? [t.data.heldOut(format.number(holdOut))] : []),
  ]
}

/** Says why a data set cannot be used; undefined if it can be. */
export function datasetProblem(
  { problem, why }: DatasetListing,
  { t, format }: Language,
): string | undefined {
  if (why === undefined) return problem
  const { message, remedy = '' } = explain(why, format.language)
  const place = why.where === undefined ? '' : t.errors.where(why.where)
  return [message, place, remedy].filter((text) => text !== '').join(t.common.sentenceGap)
}
