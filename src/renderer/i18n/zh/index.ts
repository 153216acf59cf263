import type { Catalogue } from '../en'
import { common } from './common'
import { errors } from './errors'
import { runs } from './runs'
import { newRun } from './new-run'
import { settings } from './settings'
import { training } from './training'
import { gallery } from './gallery'
import { generate } from './generate'
import { learn } from './learn'
import { hyperparameters } from './hyperparameters'

export const zh: Catalogue = {
  common,
  errors,
  runs,
  newRun,
  settings,
  hyperparameters,
  training,
  gallery,
  generate,
  learn,
}
