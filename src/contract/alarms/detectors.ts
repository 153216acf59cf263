import type { Detector } from './detector'
import { beaten } from './detectors/beaten'
import { classesMissing } from './detectors/classes-missing'
import { exploded } from './detectors/exploded'
import { fewPatterns } from './detectors/few-patterns'
import { imagesAlike } from './detectors/images-alike'
import { saturated } from './detectors/saturated'
import { varietyLost } from './detectors/variety-lost'

/** Everything that can set off an alarm, one file each; docs/alarms.md has the thresholds. */
export const detectors: readonly Detector[] = [
  exploded,
  imagesAlike,
  fewPatterns,
  saturated,
  beaten,
  classesMissing,
  varietyLost,
]
