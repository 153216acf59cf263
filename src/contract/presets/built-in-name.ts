import { presetNames, presetsByName } from '../hyperparameters'
import { labelOf } from './preset'

/**
 * Returns true if this is the name or label of a built-in preset. Users' presets may not have it:
 * where a preset is given by name, the built-in one would be used instead.
 */
export const isBuiltInName = (name: string): boolean =>
  presetNames.some((builtIn) => {
    const { en, zh } = labelOf(presetsByName[builtIn])
    return [builtIn, en, zh].includes(name.trim())
  })
