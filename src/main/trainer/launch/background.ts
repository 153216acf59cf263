import os from 'node:os'

/** The argument that tells a trainer to work in the background. */
export const BACKGROUND = '--background'

/**
 * Lowers this process's priority to favour interactive programs: otherwise the studio's own page
 * would drop frames while all cores are busy. Threads started later inherit the priority, so this
 * must run before an engine is opened. On an otherwise idle machine, training is not slower.
 */
export function enterBackground(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // If the system does not allow it, the page may drop frames; training is not affected.
  }
}

/**
 * Lowers this process's priority further, below that of training processes, so that it hardly slows
 * them down. Like {@link enterBackground}, it must run before an engine is opened.
 */
export function lowestPriority(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_LOW)
  } catch {
    // If the system does not allow this, training is slower while images are measured.
  }
}
