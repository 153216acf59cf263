import type { Condition, FilterField, Operator } from '../../../../contract/filter/filter'
import type { Words } from '../../../../contract/words'

/**
 * Describes a condition for its chip: "Learning rate < 0.001", "Loss = Hinge".
 *
 * @param field undefined for a field that only another version knows
 * @param none the word for having no value
 */
export function conditionText(
  { field: key, operator, value }: Condition,
  field: FilterField | undefined,
  none: string,
  words: (words: Words) => string,
): string {
  const label = field === undefined ? key : words(field.label)
  const option = field?.options?.find((each) => each.value === value)
  const shown = value === null ? none : option === undefined ? String(value) : words(option.label)
  return `${label} ${signOf(operator)} ${shown}`
}

const signs: Partial<Record<Operator, string>> = { '!=': '≠', '<=': '≤', '>=': '≥' }

/** An operator as it is shown. */
export const signOf = (operator: Operator): string => signs[operator] ?? operator
