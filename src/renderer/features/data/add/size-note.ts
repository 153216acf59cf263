import { presetNames, presetsByName } from '../../../../contract/hyperparameters'
import { labelOf } from '../../../../contract/presets/preset'
import { model } from '../../../../contract/recipe/model'
import type { Words } from '../../../../contract/words'
import type { Formats } from '../../../i18n/format'
import type { Catalogue } from '../../../i18n/en'
import { needsConvolutions, presetFor } from '../../new-run/preset-for'

interface Prepared {
  /** Height and width in pixels. */
  imageSize: number
  channels: number
  /** Number of images. */
  images: number
}

interface Language {
  t: Catalogue
  format: Formats
  words(words: Words): string
}

/** Says what an image size means for training, if no built-in preset is made for it. */
export function sizeNote(prepared: Prepared, language: Language): string | undefined {
  const { t, format } = language
  const { imageSize: side, channels, images } = prepared
  const { prepare } = t.data
  const { min, max } = model.imageSize
  if (!Number.isInteger(side) || side < min) return undefined
  if (side > max) return prepare.sizeTooLarge(format.number(max))
  if (hasPreset(prepared)) return undefined
  const shape = { width: side, height: side, channels }
  const { preset } = presetFor({ ...shape, images })
  if (preset === 'reference' && needsConvolutions(shape)) return prepare.sizeOdd
  return prepare.sizeAdapted(language.words(labelOf(presetsByName[preset])))
}

const hasPreset = ({ imageSize, channels }: Prepared): boolean =>
  presetNames.some((name) => {
    const { hyperparameters } = presetsByName[name]
    return hyperparameters.imageSize === imageSize && hyperparameters.channels === channels
  })
