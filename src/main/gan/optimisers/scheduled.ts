import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { ScheduledName } from '../../../contract/recipe/schedule'
import { isScheduled, scheduledValue } from '../../../contract/recipe/scheduled-value'
import type { Scheduled } from './optimiser'

/** A hyperparameter's value, or how it changes during training. */
export const scheduledOf = (h: Hyperparameters, name: ScheduledName): Scheduled =>
  isScheduled(h, name) ? (at) => scheduledValue(h, name, at) : h[name]
