import { common } from './common'
import { errors } from './errors'
import { runPage } from './run-page'
import { runs } from './runs'
import { newRun } from './new-run'
import { settings } from './settings'
import { training } from './training'
import { runOutcome } from './run-outcome'
import { data } from './data'

/** Every text in English. */
export const en = {
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

/** The structure of all texts: other languages must match it to compile. */
export type Catalogue = typeof en
