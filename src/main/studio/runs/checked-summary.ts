import { problemError } from '../../../contract/errors'
import { runSummarySchema } from '../../../contract/summary'
import type { RunSummary } from '../../../contract/summary'

/** Longer than any path. Longer texts, such as foreign errors, are cut. */
const MAX_TEXT = 4096

/**
 * Checks a summary made from a run's files, which may come from elsewhere: the page refuses a whole
 * list because of one invalid value, such as a number of steps too large to be exact. Long texts
 * are cut, since summaries are sent with every change.
 *
 * @throws StudioError `checkpoint` naming the values
 */
export function checkedSummary(summary: RunSummary, dir: string): RunSummary {
  const cut = withShortTexts(summary)
  const parsed = runSummarySchema.safeParse(cut)
  if (parsed.success) return cut
  const names = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ')
  throw problemError('checkpoint', 'runOutOfRange', { names }, { where: dir })
}

function withShortTexts<T>(value: T): T
function withShortTexts(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT)
  if (Array.isArray(value)) return value.map((each: unknown) => withShortTexts(each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withShortTexts(each)]))
}
