import { hyperparameters } from '../../contract/hyperparameters'
import type { HyperparameterName } from '../../contract/hyperparameters'
import { inLanguage } from '../../contract/words'
import type { Words } from '../../contract/words'
import type { Formats } from './format'
import type { Catalogue } from './en'

/** The part of a schema's complaint that says which kind it is. */
export interface Issue {
  code?: string | undefined
  /** A conflict with the other values, in the words of the hyperparameter's entry. */
  words?: Words | undefined
}

/** What the contract's schema found wrong with a hyperparameter, in the reader's language. */
export function explainIssue(
  name: HyperparameterName,
  { code, words }: Issue,
  t: Catalogue,
  format: Formats,
): string {
  const entry = hyperparameters[name]
  const { validation } = t.errors
  if (words !== undefined) return inLanguage(words, format.language)
  if (entry.kind === 'choice') return validation.choice
  if (entry.kind === 'numericChoice') {
    const values = entry.options.map(({ value }) => String(value))
    return validation.oneOf(values.reduce((some, one) => validation.or(some, one)))
  }
  if (code === 'too_small' || code === 'too_big') {
    return validation.range({ min: limit(entry.min, format), max: limit(entry.max, format) })
  }
  return entry.kind === 'integer' ? validation.wholeNumber : validation.number
}

/** A range's end: tiny ones in scientific notation, as they are typed. */
export function limit(value: number, format: Formats): string {
  return value !== 0 && Math.abs(value) < 1e-4 ? String(value) : format.number(value, 6)
}
