import { lastTrainedFirst } from '../../../../contract/run-order'
import type { RunSummary } from '../../../../contract/summary'

/** Further runs can be found by searching. */
const MOST_LISTED = 100

/**
 * The runs that can be added to a comparison, last trained first, at most 100.
 *
 * @param ids the runs that are compared already
 * @param search words that must all occur in the name, data set or id, ignoring case
 * @param titleOf the title of a data set by its name
 */
export function addableRuns(
  runs: readonly RunSummary[],
  ids: readonly string[],
  search: string,
  titleOf: (dataset: string) => string,
): RunSummary[] {
  const words = search.toLowerCase().split(/\s+/)
  const matches = ({ name, id, config }: RunSummary): boolean => {
    const text = `${name} ${config.dataset} ${titleOf(config.dataset)} ${id}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return runs
    .filter((run) => !ids.includes(run.id) && matches(run))
    .sort(lastTrainedFirst)
    .slice(0, MOST_LISTED)
}
