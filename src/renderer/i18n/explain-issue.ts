import { hyperparameters } from '../../contract/hyperparameters'
import type { HyperparameterName } from '../../contract/hyperparameters'
import type { Formats } from './format'
import type { Catalogue } from './en'

/** The part of a schema's complaint that says which kind it is. */
export interface Issue {
  code?: string | undefined
}

/** What the contract's schema found wrong with a hyperparameter, in the reader's language. */
export function explainIssue(
  name: HyperparameterName,
  issue: Issue,
  t: Catalogue,
  format: Formats,
): string {
  const spec = hyperparameters[name]
  const { validation } = t.errors
  if (spec.kind === 'choice') return validation.choice
  if (issue.code === 'custom') {
    return name === 'imageSize' ? validation.imageSize : validation.channels
  }
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    return validation.range({ min: limit(spec.min, format), max: limit(spec.max, format) })
  }
  return spec.kind === 'integer' ? validation.wholeNumber : validation.number
}

/** A range's end: tiny ones in scientific notation, as they are typed. */
export function limit(value: number, format: Formats): string {
  return value !== 0 && Math.abs(value) < 1e-4 ? String(value) : format.number(value, 6)
}
