import type { DatasetListing } from '../../../contract/datasets/listing'
import { hyperparameterNames } from '../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../contract/hyperparameters'
import type { Language } from '../../../contract/language'
import { explainInSentences, notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { Issue } from '../../i18n/explain-issue'

/** A field, and what is wrong with its value for the chosen data set. */
export interface Marked {
  name: HyperparameterName
  issue: Issue
}

/** Returns the field that a problem names; undefined if it names none. */
export function markedBy(problem: Notice | null | undefined): Marked | undefined {
  const name = hyperparameterNames.find((one) => one === problem?.where)
  if (name === undefined || problem === null || problem === undefined) return undefined
  const { where: _field, ...rest } = problem
  const sentences = (language: Language, gap: string) => {
    const { message, remedy } = explainInSentences(rest, language)
    return remedy === undefined ? message : message + gap + remedy
  }
  return { name, issue: { words: { en: sentences('en', ' '), zh: sentences('zh-CN', '') } } }
}

/** Returns the problem of classes without labels, which the page can tell before the host does. */
export function labelsProblem(
  dataset: DatasetListing | undefined,
  conditioning: unknown,
): Notice | undefined {
  if (dataset === undefined || dataset.labels || conditioning === 'none') return undefined
  return notice(
    'labelsMissing',
    { name: dataset.name, kind: dataset.kind === 'prepared' ? 'prepared' : 'idx' },
    'conditioning',
  )
}
