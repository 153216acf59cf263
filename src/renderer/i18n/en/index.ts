import { common } from './common'
import { errors } from './errors'
import { runs } from './runs'
import { newRun } from './new-run'
import { settings } from './settings'
import { training } from './training'
import { gallery } from './gallery'
import { generate } from './generate'
import { learn } from './learn'

/** Every text in English; the other languages have its shape. */
export const en = {
  common,
  errors,
  runs,
  newRun,
  settings,
  training,
  gallery,
  generate,
  learn,
}
