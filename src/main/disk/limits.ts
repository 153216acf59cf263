/* Maximum sizes, in bytes, of the files that the studio reads. */

const MIB = 2 ** 20

/** Documents of a run and of the studio; thousands of times their usual size. */
export const MAX_DOCUMENT_BYTES = 8 * MIB
/** Locks, credentials, and system files about a process. */
export const MAX_SMALL_FILE_BYTES = MIB
/** The maximum length of a buffer on every supported version of Node. */
export const MAX_BUFFER_BYTES = 2 ** 32 - 1
/** Weights are read into one buffer. */
export const MAX_WEIGHTS_BYTES = MAX_BUFFER_BYTES
/** Images and the web page's files. */
export const MAX_IMAGE_BYTES = 256 * MIB
