import { presetNames, presetsByName } from '../hyperparameters'
import { labelOf } from './preset'

/**
 * Returns whether a built-in preset has this name, or shows it as its label. Users' presets have
 * other names: where a preset is named, the built-in one would be used instead.
 */
export const isBuiltInName = (name: string): boolean =>
  presetNames.some((builtIn) => {
    const { en, zh } = labelOf(presetsByName[builtIn])
    return [builtIn, en, zh].includes(name.trim())
  })
