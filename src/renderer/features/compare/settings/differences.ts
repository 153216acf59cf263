import {
  hyperparameterNames,
  hyperparameters as entries,
} from '../../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../../contract/hyperparameters'
import { isOffered } from '../../../../contract/recipe/hyperparameter-set'
import type { RunSummary } from '../../../../contract/summary'
import { i18n } from '../../../i18n/i18n.svelte'
import { requestedConfig } from '../../../state/requested-config'
import { engineSettings, settingOf } from '../../run/run-settings'

/** The facts about a run from which its settings are described. */
export type DescribedRun = Pick<
  RunSummary,
  'config' | 'engine' | 'totalSteps' | 'stepsPerEpoch'
> & { from?: RunSummary['from'] | undefined }

/** A setting that is not the same in all runs. */
export interface Difference {
  key: string
  label: string
  /** One text per run. */
  values: readonly string[]
}

/** A run's value of a setting. */
interface Value {
  text: string
  /** Equal for equal values; by default the text. */
  identity?: string
}

/** A run, with its configuration as the user requested it. */
interface Requested extends DescribedRun {
  requested: RunSummary['config']
}

interface Setting {
  key: string
  label: string
  valueIn: (run: Requested) => Value
}

/** The settings that differ between runs. @param titleOf the title of a data set by its name */
export function differences(
  described: readonly DescribedRun[],
  titleOf: (dataset: string) => string,
): Difference[] {
  const runs = described.map((run) => ({ ...run, requested: requestedConfig(run) }))
  return settingsOf(runs, titleOf).flatMap(({ key, label, valueIn }) => {
    const values = runs.map(valueIn)
    const identities = values.map(({ text, identity = text }) => identity)
    if (new Set(identities).size < 2) return []
    return [{ key, label, values: distinctTexts(values, identities) }]
  })
}

function settingsOf(
  runs: readonly DescribedRun[],
  titleOf: (dataset: string) => string,
): readonly Setting[] {
  const t = i18n.t.runPage.settings
  const { format } = i18n
  const dataset = ({ config }: DescribedRun): Value => ({
    text: titleOf(config.dataset),
    identity: config.dataset,
  })
  const total = ({ totalSteps }: DescribedRun): Value => ({
    text: totalSteps === null ? i18n.t.common.none : format.number(totalSteps),
  })
  const compile = ({ config }: DescribedRun): Value => ({
    text: config.compile === false ? t.off : t.on,
  })
  return [
    { key: 'dataset', label: t.dataset, valueIn: dataset },
    ...hyperparameterNames.map(hyperparameter),
    { key: 'totalSteps', label: i18n.t.newRun.totalSteps, valueIn: total },
    ...engineRows(runs),
    { key: 'compile', label: t.compile, valueIn: compile },
    { key: 'from', label: t.startedFrom, valueIn: origin },
  ]
}

/** A setting without effect in a run has no value there. */
const hyperparameter = (name: HyperparameterName): Setting => ({
  key: name,
  label: i18n.words(entries[name].label),
  valueIn: ({ requested: config }) => {
    if (!isOffered(entries[name], config.hyperparameters)) return { text: i18n.t.common.none }
    const { value, unit } = settingOf(config, name)
    const text = unit === '' ? value : `${value} ${unit}`
    const own = name === 'architecture' ? config.networks : undefined
    return { text, identity: own === undefined ? text : JSON.stringify(own) }
  },
})

/** The engine and its threads, as chosen and as used. */
function engineRows(runs: readonly DescribedRun[]): Setting[] {
  const all = runs.map(({ config, engine }) => engineSettings(config, engine))
  const labels = [...new Set(all.flatMap((settings) => settings.map(({ label }) => label)))]
  return labels.map((label, i) => ({
    ...{ key: `engine ${i}`, label },
    valueIn: ({ config, engine }) => {
      const found = engineSettings(config, engine).find((setting) => setting.label === label)
      return { text: found?.value ?? i18n.t.common.none }
    },
  }))
}

function origin({ from }: DescribedRun): Value {
  const t = i18n.t.runPage.settings
  if (from === undefined) return { text: i18n.t.common.none }
  return { text: `${from.id} ${t.atStep(i18n.format.number(from.step))}` }
}

/** Numbers texts that are the same for different values, such as networks of the same name. */
function distinctTexts(values: readonly Value[], identities: readonly string[]): string[] {
  return values.map(({ text }, i) => {
    const alike = identities.filter((_, j) => values[j]?.text === text)
    const different = [...new Set(alike)]
    if (different.length < 2) return text
    return `${text} (${different.indexOf(identities[i] ?? '') + 1})`
  })
}
