import type { AugmentationPart } from '../../../contract/recipe/augmentations'
import type { Augmentation } from './augmentation'
import { brightness } from './brightness'
import { contrast } from './contrast'
import { cutout } from './cutout'
import { saturation } from './saturation'
import { translation } from './translation'

export const augmentations: Readonly<Record<AugmentationPart, Augmentation>> = {
  brightness,
  saturation,
  contrast,
  translation,
  cutout,
}
