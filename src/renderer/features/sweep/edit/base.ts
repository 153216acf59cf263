import {
  hyperparameterNames,
  hyperparametersSchema,
  presetNames,
  presets,
} from '../../../../contract/hyperparameters'
import type { Hyperparameters, PresetName } from '../../../../contract/hyperparameters'
import type { SweepSpec } from '../../../../contract/sweep/spec'

/** The settings that all runs of a sweep share: a built-in preset, and changes of it. */
export type Base = Pick<SweepSpec, 'preset' | 'hyperparameters'>

/** Expresses settings, without their seed, as the built-in preset that needs the fewest changes. */
export function baseOf(settings: Hyperparameters): Base {
  const bases = presetNames.map((preset): Base => {
    const changed = hyperparameterNames.filter(
      (name) => name !== 'seed' && !Object.is(settings[name], presets[preset][name]),
    )
    const hyperparameters = Object.fromEntries(changed.map((name) => [name, settings[name]]))
    return { preset, hyperparameters }
  })
  const size = ({ hyperparameters }: Base): number => Object.keys(hyperparameters).length
  return bases.reduce((best, each) => (size(each) < size(best) ? each : best))
}

/** All settings of a base; undefined if they are invalid. */
export function settingsOfBase({ preset, hyperparameters }: Base): Hyperparameters | undefined {
  const values = { ...presets[preset as PresetName], ...hyperparameters }
  return hyperparametersSchema.safeParse(values).data
}
