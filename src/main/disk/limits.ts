/* The largest plausible sizes of the files that the studio reads, in bytes. */

const MIB = 2 ** 20

/** Documents of a run and of the studio: thousands of times what they usually take. */
export const MOST_DOCUMENT = 8 * MIB
/** Locks, credentials, and system files about a process. */
export const MOST_NOTE = MIB
/** What one buffer holds on every supported Node. */
export const MOST_BUFFER = 2 ** 32 - 1
/** Weights are read into one buffer. */
export const MOST_WEIGHTS = MOST_BUFFER
/** Images and the files of the page. */
export const MOST_PICTURE = 256 * MIB
