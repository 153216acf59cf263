import type { FilteredRun, TitleOf } from './filter'

/**
 * Returns a function that tells whether all words occur in the name, data set (name or title) or id
 * of a run, ignoring case.
 */
export function wordsTest(
  words: readonly string[],
  titleOf: TitleOf,
): (run: FilteredRun) => boolean {
  const wanted = words.map((word) => word.toLowerCase())
  return ({ name, id, config: { dataset } }) => {
    if (wanted.length === 0) return true
    const text = `${name} ${dataset} ${titleOf(dataset)} ${id}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  }
}
