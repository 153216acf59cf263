import type { ErrorReport } from '../../../../contract/errors'
import { explainInSentences } from '../../../../contract/notices'
import type { Language } from '../../../../contract/language'
import type { Catalogue } from '../../../i18n/en'

/**
 * Words a problem with a source as a question, if the fields below can answer it.
 *
 * @returns undefined if the source cannot be used as it is, or there is no problem
 */
export function sourceQuestion(
  report: ErrorReport | undefined,
  { t, language }: { t: Catalogue; language: Language },
): string | undefined {
  const code = report?.problem?.code
  const { questions } = t.data.add
  if (report === undefined || code === undefined || !Object.hasOwn(questions, code))
    return undefined
  const ask = questions[code as keyof typeof questions]
  return `${explainInSentences(report, language).message} ${ask}`
}
