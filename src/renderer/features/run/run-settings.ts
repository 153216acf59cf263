import { mathLibraryNames } from '../../../contract/engines'
import type { EngineName } from '../../../contract/engines'
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
import { optionsOf, unitFor } from '../../../contract/recipe/entries'
import type { GroupName } from '../../../contract/recipe/entries'
import { isOffered, namesIn, resetIneffective } from '../../../contract/recipe/hyperparameter-set'
import { roundedEpochs } from '../../../contract/run-length'
import type { Session } from '../../../contract/run'
import type { RunSummary } from '../../../contract/summary'
import { limit } from '../../i18n/explain-issue'
import { i18n } from '../../i18n/i18n.svelte'

type Settings = Pick<RunSummary['config'], 'hyperparameters' | 'networks'>

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
  const label = i18n.words(entry.label)
  if (name === 'scheduleEnd') {
    return { name, label, value: scheduleEndText(values), unit: '' }
  }
  if ('zero' in entry && entry.zero !== undefined && value === 0) {
    return { name, label, value: i18n.words(entry.zero), unit: '' }
  }
  const option = optionsOf(entry)?.find((one) => one.value === value)
  const text =
    option !== undefined
      ? i18n.words(option.label)
      : typeof value === 'number'
        ? limit(value, i18n.format)
        : value
  const unit = 'unit' in entry && entry.unit !== undefined ? entry.unit : undefined
  return {
    name,
    label,
    value: text,
    unit: unit === undefined ? '' : i18n.words(unitFor(unit, value)),
  }
}

function scheduleEndText({ scheduleEnd }: Hyperparameters): string {
  const t = i18n.t.runPage.settings
  return scheduleEnd === 0
    ? t.endOfTraining
    : t.epoch(limit(roundedEpochs(scheduleEnd), i18n.format))
}

/**
 * Returns a setting of a run. A custom architecture has its file's name for it, if there is one.
 */
export function settingOf(
  { hyperparameters, networks }: Settings,
  name: HyperparameterName,
): Setting {
  const setting = settingIn(hyperparameters, name)
  return name === 'architecture' ? { ...setting, value: networks?.name ?? setting.value } : setting
}

/** Returns the settings of a group that have an effect, in the form's order. */
export const settingsIn = (config: Settings, group: GroupName): Setting[] =>
  namesIn(hyperparameterSet, group)
    .filter((name) => isOffered(entries[name], config.hyperparameters))
    .map((name) => settingOf(config, name))

/**
 * Returns the engines of a run's sessions, with the steps each of them ran; undefined if there was
 * only one.
 */
export function enginesUsed(sessions: readonly Session[], step: number): string | undefined {
  const { t, format } = i18n
  const parts: { name: EngineName; from: number; to: number }[] = []
  for (const [i, { engine, fromStep }] of sessions.entries()) {
    // Steps after the one that the next session resumed from are not counted.
    const to = sessions[i + 1]?.fromStep ?? step
    if (engine === undefined || to <= fromStep) continue
    while ((parts.at(-1)?.from ?? -1) >= fromStep) parts.pop()
    const last = parts.at(-1)
    if (last !== undefined) last.to = Math.min(last.to, fromStep)
    if (last?.name === engine.name) last.to = to
    else parts.push({ name: engine.name, from: fromStep, to })
  }
  if (new Set(parts.map(({ name }) => name)).size < 2) return undefined
  const { stepsOn } = t.runPage.settings
  return parts
    .map(({ name, from, to }) =>
      stepsOn(t.common.engines[name], format.number(from + 1), format.number(to)),
    )
    .join(t.common.listGap)
}

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
