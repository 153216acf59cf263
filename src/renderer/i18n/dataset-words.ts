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

/** Says where a data set comes from; empty if that is not known. */
export function datasetOrigin({ kind, source }: DatasetListing, t: Catalogue): string {
  if (kind !== 'prepared') return t.data.kinds[kind]
  if (source === undefined) return ''
  return source.known === undefined ? t.data.origins[source.kind] : t.data.kinds.known
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
