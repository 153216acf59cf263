import type { Hyperparameters } from '../../hyperparameters'
import type { Notice } from '../../notices'
import type { OwnNetworks } from '../../architectures/own-networks'

/** A change of settings with which a new run should not fail in the same way. */
export interface Remedy {
  changes: Partial<Hyperparameters>
  /** The cause and what to do; absent if the alarm's own advice says it. */
  why?: Notice
}

/** The part of a run's config that a remedy depends on. */
export interface Failed {
  hyperparameters: Hyperparameters
  networks?: OwnNetworks | undefined
}

/** A cause of alarms that the settings make clear. */
export interface Cause {
  /** The kinds of alarms that it may cause. */
  kinds: readonly string[]
  /** The remedy; undefined if the settings do not have this cause. */
  remedy(failed: Failed): Remedy | undefined
}

/** Learning rates that differ by this factor or more leave one network behind. */
export const FAR_APART = 10
