import { hyperparameters } from '../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../contract/hyperparameters'
import { optionsOf } from '../../../contract/recipe/entries'
import { inLanguage } from '../../../contract/words'
import { limit } from '../../i18n/explain-issue'
import type { Formats } from '../../i18n/format'

/**
 * Formats a hyperparameter's value: an option's label, what 0 stands for, the number, or "?" if it
 * is not a number.
 */
export function valueText(
  name: HyperparameterName,
  value: number | string,
  format: Formats,
): string {
  const entry = hyperparameters[name]
  const zero = 'zero' in entry && value === 0 ? entry.zero : undefined
  return zero === undefined ? typedText(name, value, format) : inLanguage(zero, format.language)
}

/** The same, with numbers as one types them. */
export function typedText(
  name: HyperparameterName,
  value: number | string,
  format: Formats,
): string {
  const option = optionsOf(hyperparameters[name])?.find((one) => one.value === value)
  if (option !== undefined) return inLanguage(option.label, format.language)
  const number = Number(value)
  return Number.isFinite(number) ? limit(number, format) : '?'
}
