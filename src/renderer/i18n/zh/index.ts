import type { Catalogue } from '../en'
import { common } from './common'
import { errors } from './errors'
import { runPage } from './run-page'
import { runs } from './runs'
import { newRun } from './new-run'
import { settings } from './settings'
import { training } from './training'
import { runOutcome } from './run-outcome'
import { data } from './data'

export const zh: Catalogue = {
  common,
  errors,
  runPage,
  runs,
  newRun,
  settings,
  training,
  runOutcome,
  data,
}
