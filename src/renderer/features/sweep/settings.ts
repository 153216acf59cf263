import { hyperparameters } from '../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../contract/hyperparameters'
import { optionsOf } from '../../../contract/recipe/entries'
import type { Entry } from '../../../contract/recipe/entries'
import type { Sweep } from '../../../contract/sweep/document'
import type { AxisValue } from '../../../contract/sweep/spec'
import type { Formats } from '../../i18n/format'
import { i18n } from '../../i18n/i18n.svelte'
import { valueText } from '../new-run/value-text'

/** A setting that a sweep varies. */
export interface Setting {
  name: string
  /** True if all values are numbers that measure something, rather than options. */
  isNumber: boolean
  isLog: boolean
  /** Its different values, ascending, or in the order of the options. */
  values: readonly AxisValue[]
}

/** The hyperparameter of a name; undefined for one of another version. */
const entryOf = (name: string): Entry | undefined =>
  Object.hasOwn(hyperparameters, name) ? hyperparameters[name as HyperparameterName] : undefined

/** The settings that a sweep varies. */
export function settingsOf({ spec, candidates }: Pick<Sweep, 'spec' | 'candidates'>): Setting[] {
  return Object.entries(spec.axes).map(([name, axis]) => {
    const found = new Set(candidates.flatMap(({ values }) => values[name] ?? []))
    const entry = entryOf(name)
    const options = entry && optionsOf(entry)?.map(({ value }) => value)
    const isNumber = options === undefined && [...found].every((value) => Number.isFinite(value))
    return {
      ...{ name, isNumber },
      isLog: isNumber && !Array.isArray(axis) && axis.scale === 'log',
      values: [...found].toSorted((a, b) =>
        options === undefined ? Number(a) - Number(b) : options.indexOf(a) - options.indexOf(b),
      ),
    }
  })
}

/** The label of a setting in the user's language. */
export function settingLabel(name: string): string {
  const entry = entryOf(name)
  return entry === undefined ? name : i18n.words(entry.label)
}

export function settingText(name: string, value: AxisValue | undefined, format: Formats): string {
  if (value === undefined) return i18n.t.common.none
  return entryOf(name) === undefined
    ? String(value)
    : valueText(name as HyperparameterName, value, format)
}

/** All values of a configuration, with labels. */
export const valuesText = (values: Readonly<Record<string, AxisValue>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${settingLabel(name)} ${settingText(name, value, i18n.format)}`)
    .join(i18n.t.common.listGap)
