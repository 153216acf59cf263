import type { Command } from 'commander'
import { hyperparameterNames, presetNames, presetsByName } from '../../contract/hyperparameters'
import { hyperparameterSet } from '../../contract/hyperparameters'
import type { Hyperparameters } from '../../contract/hyperparameters'
import { aboutNames, labelOf, wordsOf } from '../../contract/presets/preset'
import type { Preset } from '../../contract/presets/preset'
import type { CommandContext } from './context'
import { savedPresets } from '../storage/preferences/preferences'
import { findPreset } from './preset-flag'

type Listed = Preset<Hyperparameters>

const headings = { for: 'for', cost: 'cost', source: 'from' } as const

/** The name and label of a preset, and what it says about itself. */
function linesAbout(preset: Listed): string[] {
  const label = labelOf(preset).en
  const lines = aboutNames.flatMap((key) => {
    const text = preset[key]
    return text === undefined ? [] : [`  ${headings[key].padEnd(6)}${wordsOf(text).en}`]
  })
  return [label === preset.name ? label : `${preset.name}: ${label}`, ...lines]
}

/** The hyperparameters that differ from the defaults, by name. */
function differences({ hyperparameters }: Listed): Record<string, unknown> {
  const { defaults } = hyperparameterSet
  const differing = hyperparameterNames.filter((name) => hyperparameters[name] !== defaults[name])
  return Object.fromEntries(differing.map((name) => [name, hyperparameters[name]]))
}

/** A preset as its file has it, with texts in both languages. */
const asFile = (preset: Listed): object => ({ ...preset, hyperparameters: differences(preset) })

export function addPresetsCommand(program: Command, context: CommandContext): void {
  const { output } = context
  program
    .command('presets')
    .description('list the presets: what each is for, what it costs and where it comes from')
    .argument('[preset]', 'show one preset and its values: its name, or a preset file')
    .action(async (typed: string | undefined) => {
      if (typed === undefined) {
        const saved = await savedPresets(context.dataFolder())
        const all = [...presetNames.map((name) => presetsByName[name]), ...saved]
        output().result(all.flatMap(linesAbout), { presets: all.map(asFile) })
        return
      }
      const preset = await findPreset(typed, context.dataFolder())
      const values = Object.entries(differences(preset)).map(
        ([name, value]) =>
          `  ${name} ${String(value)} (default ${String(hyperparameterSet.defaults[name as never])})`,
      )
      const none = '  all values are the defaults'
      output().result(
        [...linesAbout(preset), ...(values.length === 0 ? [none] : values)],
        asFile(preset),
      )
    })
}
