import { fieldOf } from './fields'
import type { Condition, FilteredRun, Operator, RunFilter, TitleOf } from './filter'
import { wordsTest } from './words'

type Test = (run: FilteredRun) => boolean

/**
 * Returns a function that tells whether a run meets a filter. A run without a value, such as one that
 * was not measured, meets no condition except those on having none. A condition on a field that this
 * version does not know is met by no run.
 */
export function matcher({ conditions, words }: RunFilter, titleOf: TitleOf): Test {
  const tests = conditions.map((condition) => testOf(condition, titleOf))
  const hasWords = wordsTest(words, titleOf)
  return (run) => tests.every((test) => test(run)) && hasWords(run)
}

function testOf({ field: key, operator, value }: Condition, titleOf: TitleOf): Test {
  const field = fieldOf(key)
  if (field === undefined) return () => false
  const valuesOf: (run: FilteredRun) => readonly (string | number)[] = (run) =>
    field.values(run, titleOf)
  if (value === null) return (run) => (valuesOf(run).length === 0) === (operator === '=')
  if (typeof value === 'number') {
    const compare = comparisons[operator]
    return (run) => valuesOf(run).some((each) => compare(Number(each), value))
  }
  const wanted = folded(value)
  if (operator === ':') return (run) => valuesOf(run).some((each) => folded(each).includes(wanted))
  const has: Test = (run) => valuesOf(run).some((each) => folded(each) === wanted)
  if (operator !== '!=') return has
  // Runs without tags do not have the tag either; a setting without effect has no value to differ.
  const none = field.kind === 'choice' && field.section === 'settings'
  return (run) => !has(run) && !(none && valuesOf(run).length === 0)
}

const folded = (value: string | number): string => String(value).normalize('NFC').toLowerCase()

const comparisons: Readonly<Record<Operator, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  ':': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}
