import os from 'node:os'

/** The argument that tells a trainer to work in the background. */
export const BACKGROUND = '--background'

/**
 * Lets whatever a person works with go first: on a machine whose cores are all busy the studio's
 * own page would drop frames otherwise. Threads that start later inherit it, so this comes
 * before an engine is opened. Alone on the machine, training is as fast as ever.
 */
export function enterBackground(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // A system that does not let it may drop frames; training is none the worse.
  }
}
