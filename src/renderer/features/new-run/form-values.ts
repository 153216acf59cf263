import {
  hyperparameterNames,
  hyperparameters as entries,
  hyperparameterSet,
} from '../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../contract/hyperparameters'
import { resetIneffective } from '../../../contract/recipe/hyperparameter-set'
import type { Words } from '../../../contract/words'

/** Values as the form holds them: a number that was typed wrongly is NaN. */
export type Values = Record<HyperparameterName, number | string>

/** Whether two sets of values mean the same; values without effect do not count. */
export function sameValues(a: Values, b: Values): boolean {
  const [left, right] = [
    resetIneffective(hyperparameterSet, a),
    resetIneffective(hyperparameterSet, b),
  ]
  return hyperparameterNames.every((name) => Object.is(left[name], right[name]))
}

/** What an entry said about a value's conflict with the others. */
export const wordsOf = (issue: { params?: { words?: Words } }): Words | undefined =>
  issue.params?.words

export const fromText = (name: HyperparameterName, text: string): number | string =>
  entries[name].kind === 'choice' ? text : text.trim() === '' ? NaN : Number(text)

export const sameChanges = (a: Changes, b: Changes): boolean =>
  Object.keys({ ...a, ...b }).every((name) => a[name] === b[name])

/** The first of `mnist 1`, `mnist 2` … that no run has. */
export function freeName(dataset: string, taken: readonly string[]): string {
  if (dataset === '') return ''
  const folder = dataset.split(/[\\/]/).findLast((part) => part !== '') ?? dataset
  for (let n = 1; ; n++) if (!taken.includes(`${folder} ${n}`)) return `${folder} ${n}`
}

/** Hyperparameters as text by name, as an address has them. */
export type Changes = Readonly<Record<string, string>>
