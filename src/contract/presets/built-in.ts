import color64 from '../../../resources/presets/color-64.json' with { type: 'json' }
import conditionalMlp from '../../../resources/presets/conditional-mlp.json' with { type: 'json' }
import dcgan from '../../../resources/presets/dcgan.json' with { type: 'json' }
import fashionQuality from '../../../resources/presets/fashion-quality.json' with { type: 'json' }
import mnistQuality from '../../../resources/presets/mnist-quality.json' with { type: 'json' }
import r3Lite from '../../../resources/presets/r3-lite.json' with { type: 'json' }
import reference from '../../../resources/presets/reference.json' with { type: 'json' }
import referenceMomentum from '../../../resources/presets/reference-momentum.json' with { type: 'json' }
import smallData from '../../../resources/presets/small-data.json' with { type: 'json' }
import snDcganConditional from '../../../resources/presets/sn-dcgan-conditional.json' with { type: 'json' }
import wganGp from '../../../resources/presets/wgan-gp.json' with { type: 'json' }

/**
 * The built-in presets as their files have them, by name and in the order in which they are listed.
 * A new preset is a file in resources/presets and a line here.
 */
export const builtInPresets = {
  reference,
  'mnist-quality': mnistQuality,
  'fashion-quality': fashionQuality,
  'reference-momentum': referenceMomentum,
  'conditional-mlp': conditionalMlp,
  dcgan,
  'sn-dcgan-conditional': snDcganConditional,
  'wgan-gp': wganGp,
  'r3-lite': r3Lite,
  'small-data': smallData,
  'color-64': color64,
}
