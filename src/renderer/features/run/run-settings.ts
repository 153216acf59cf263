import { mathLibraryNames } from '../../../contract/engines'
import {
  hyperparameterNames,
  hyperparameters as entries,
  hyperparameterSet,
  presetNames,
  presets,
} from '../../../contract/hyperparameters'
import type {
  HyperparameterName,
  Hyperparameters,
  PresetName,
} from '../../../contract/hyperparameters'
import { optionsOf } from '../../../contract/recipe/entries'
import type { GroupName } from '../../../contract/recipe/entries'
import { isOffered, namesIn, resetIneffective } from '../../../contract/recipe/hyperparameter-set'
import type { RunSummary } from '../../../contract/summary'
import { limit } from '../../i18n/explain-issue'
import { i18n } from '../../i18n/i18n.svelte'

export interface Setting {
  name: HyperparameterName
  label: string
  /** In the user's language, without the unit. */
  value: string
  unit: string
}

/** Returns the preset with the fewest differing values, and their names. */
export function nearestPreset(values: Hyperparameters): {
  preset: PresetName
  differing: HyperparameterName[]
} {
  const effective = resetIneffective(hyperparameterSet, values)
  const candidates = presetNames.map((preset) => {
    const other = resetIneffective(hyperparameterSet, presets[preset])
    const differing = hyperparameterNames.filter((name) => !Object.is(effective[name], other[name]))
    return { preset, differing }
  })
  return candidates.reduce((best, one) =>
    one.differing.length < best.differing.length ? one : best,
  )
}

/** Returns a setting with its label, value and unit as text. */
export function settingIn(values: Hyperparameters, name: HyperparameterName): Setting {
  const entry = entries[name]
  const value = values[name]
  const option = optionsOf(entry)?.find((one) => one.value === value)
  const text =
    option !== undefined
      ? i18n.words(option.label)
      : typeof value === 'number'
        ? limit(value, i18n.format)
        : value
  const unit = 'unit' in entry && entry.unit !== undefined ? i18n.words(entry.unit) : ''
  return { name, label: i18n.words(entry.label), value: text, unit }
}

/** Returns the settings of a group that have an effect, in the form's order. */
export const settingsIn = (values: Hyperparameters, group: GroupName): Setting[] =>
  namesIn(hyperparameterSet, group)
    .filter((name) => isOffered(entries[name], values))
    .map((name) => settingIn(values, name))

/** Returns the engine settings of a run: what was chosen and, once it has trained, what was used. */
export function engineSettings(
  config: RunSummary['config'],
  used: RunSummary['engine'],
): { label: string; value: string }[] {
  const { t, format } = i18n
  const { engine, threads, mathLibrary, automatic, withUsed } = t.runPage.settings
  const given = (chosen: string, actual: string | undefined): string =>
    actual === undefined || actual === chosen ? chosen : withUsed(chosen, actual)
  const { engines } = t.common
  const count = config.threads === 0 ? automatic : format.number(config.threads)
  return [
    {
      label: engine,
      value: given(engines[config.engine], used === null ? undefined : engines[used.name]),
    },
    {
      label: threads,
      value: given(count, used === null ? undefined : format.number(used.threads)),
    },
    ...(used?.math === undefined
      ? []
      : [{ label: mathLibrary, value: mathLibraryNames[used.math] }]),
  ]
}
