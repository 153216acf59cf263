import { hyperparameters } from '../../contract/hyperparameters'
import type { HyperparameterName } from '../../contract/hyperparameters'
import { asSentence, withCapital } from '../../contract/notices'
import { inLanguage } from '../../contract/words'
import type { Words } from '../../contract/words'
import type { Formats } from './format'
import type { Catalogue } from './en'

/** The part of a validation issue that determines its text. */
export interface Issue {
  code?: string | undefined
  /** The entry's text about a conflict with other values. */
  words?: Words | undefined
}

/** Explains a hyperparameter's validation issue in the user's language. */
export function explainIssue(
  name: HyperparameterName,
  { code, words }: Issue,
  t: Catalogue,
  format: Formats,
): string {
  const entry = hyperparameters[name]
  const { language } = format
  const { validation } = t.errors
  // Where a sentence names the value first, it begins in lower case.
  if (words !== undefined) return withCapital(asSentence(inLanguage(words, language), language))
  if (entry.kind === 'choice') return validation.choice
  if (entry.kind === 'numericChoice') {
    const values = entry.options.map(({ value }) => String(value))
    return validation.oneOf(values.reduce((some, one) => validation.or(some, one)))
  }
  const range = { min: limit(entry.min, format), max: limit(entry.max, format) }
  if (code === 'too_small' || code === 'too_big') return validation.range(range)
  return entry.kind === 'integer' ? validation.wholeNumber(range) : validation.number(range)
}

/** Formats a limit of a range; tiny values in scientific notation. */
export function limit(value: number, format: Formats): string {
  return value !== 0 && Math.abs(value) < 1e-4 ? String(value) : format.number(value, 6)
}
