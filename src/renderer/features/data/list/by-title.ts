import type { DatasetListing } from '../../../../contract/datasets/listing'
import type { Language } from '../../../../contract/language'

/** Data sets in the order of the list: the built-in ones first, each group by title. */
export function byTitle(listings: readonly DatasetListing[], language: Language): DatasetListing[] {
  const { compare } = new Intl.Collator(language, { numeric: true })
  const group = ({ kind }: DatasetListing): number => (kind === 'bundled' ? 0 : 1)
  return listings.toSorted((a, b) => group(a) - group(b) || compare(a.title, b.title))
}
