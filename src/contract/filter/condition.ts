import { notice } from '../notices'
import type { Notice } from '../notices'
import { plainName } from './fields'
import { operatorsOf } from './filter'
import type { Condition, FilterField, Operator } from './filter'

/** A field, an operator and a value as typed. */
export interface TypedCondition {
  /** The field's name as the user knows it, for messages. */
  name: string
  operator: Operator
  value: string
  /** A value in quotes is a text, even if it is the word for having no value. */
  quoted?: boolean
}

const NONE = ['none', '无']

/** Makes a condition on a field. @returns the condition, or a notice of the mistake in it */
export function conditionOn(field: FilterField, typed: TypedCondition): Condition | Notice {
  const { name, value } = typed
  const allowed = operatorsOf[field.kind]
  // For all fields except texts, a colon means "is".
  const operator = typed.operator === ':' && field.kind !== 'text' ? '=' : typed.operator
  if (!allowed.includes(operator)) {
    const given = { name, operator, operators: allowed.join(' ') }
    return notice('filterOperatorUnfit', given)
  }
  if (value === '') return notice('filterValueMissing', { name, operator })
  const condition = { field: field.key, operator }
  const option = optionNamed(field, value)
  if (option !== undefined) return { ...condition, value: option }
  const asksForNone = typed.quoted !== true && NONE.includes(value.toLowerCase())
  if (asksForNone && field.kind !== 'choice' && '=!='.includes(operator)) {
    return { ...condition, value: null }
  }
  if (field.kind === 'choice') {
    const options = (field.options ?? []).map((each) => each.value).join(', ')
    return notice('filterOptionUnknown', { name, typed: value, options })
  }
  if (field.kind !== 'number') return { ...condition, value }
  const number = Number(value.normalize('NFKC').replace('−', '-'))
  if (Number.isFinite(number)) return { ...condition, value: number }
  return notice('filterNumberInvalid', { name, typed: value })
}

export const isNotice = (made: Condition | Notice): made is Notice => 'message' in made

/** The option with this value or label. */
function optionNamed({ options = [] }: FilterField, typed: string): string | number | undefined {
  const plain = plainName(typed)
  return options.find(({ value, label }) =>
    [String(value), label.en, label.zh].some((each) => plainName(each) === plain),
  )?.value
}
