import {
  hyperparameterNames,
  hyperparameters as entries,
  hyperparameterSet,
} from '../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../contract/hyperparameters'
import { resetIneffective } from '../../../contract/recipe/hyperparameter-set'
import type { Words } from '../../../contract/words'

/** The form's values by hyperparameter; NaN for text that is not a number. */
export type Values = Record<HyperparameterName, number | string>

/** Returns true if two sets of values are equal, ignoring values without effect. */
export function sameValues(a: Values, b: Values): boolean {
  const [left, right] = [
    resetIneffective(hyperparameterSet, a),
    resetIneffective(hyperparameterSet, b),
  ]
  return hyperparameterNames.every((name) => Object.is(left[name], right[name]))
}

/** Returns the text about a conflict with other values, if the issue is one. */
export const conflictOf = (issue: { params?: { words?: Words } }): Words | undefined =>
  issue.params?.words

/** Parses a hyperparameter's value; NaN for text that is not a number. */
export const parseValue = (name: HyperparameterName, text: string): number | string =>
  entries[name].kind === 'choice' ? text : text.trim() === '' ? NaN : Number(text)

export const sameChanges = (a: Changes, b: Changes): boolean =>
  Object.keys({ ...a, ...b }).every((name) => a[name] === b[name])

/** Hyperparameter values as text by name, from the route. */
export type Changes = Readonly<Record<string, string>>
