import dcgan from '../../../resources/presets/dcgan.json' with { type: 'json' }
import reference from '../../../resources/presets/reference.json' with { type: 'json' }

/**
 * The built-in presets as their files have them, by name and in the order in which they are listed.
 * A new preset is a file in resources/presets and a line here.
 */
export const builtInPresets = { reference, dcgan }
