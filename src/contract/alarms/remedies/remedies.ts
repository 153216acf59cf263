import { lowerRates } from '../../lower-rate'
import type { Alarm } from '../alarm'
import { clippedDiscriminator } from './clipping'
import { slowDiscriminator, slowGenerator } from './equal-rates'
import type { Cause, Failed, Remedy } from './remedy'
import { unlimitedCritic } from './unlimited-critic'

/** Every remedy for a cause that the settings make clear, by name. */
const causes = {
  slowDiscriminator,
  slowGenerator,
  clippedDiscriminator,
  unlimitedCritic,
} satisfies Record<string, Cause>

/** `lowerRates` is for alarms without a clear cause. */
export type RemedyName = keyof typeof causes | 'lowerRates'
export interface NamedRemedy extends Remedy {
  name: RemedyName
  /** The alarms that it is about; empty if it has no clear cause. */
  of: readonly Pick<Alarm, 'kind'>[]
}

/**
 * Chooses the settings to change after alarms: those that are clearly the cause of one of them, else
 * lower learning rates.
 *
 * @param alarms the oldest first
 */
export function remedyFor(alarms: readonly Pick<Alarm, 'kind'>[], failed: Failed): NamedRemedy {
  for (const { kind } of alarms) {
    for (const [name, cause] of Object.entries<Cause>(causes)) {
      const remedy = cause.kinds.includes(kind) ? cause.remedy(failed) : undefined
      const of = alarms.filter((alarm) => cause.kinds.includes(alarm.kind))
      if (remedy !== undefined) return { name: name as RemedyName, of, ...remedy }
    }
  }
  return { name: 'lowerRates', of: [], changes: lowerRates(failed.hyperparameters) }
}
