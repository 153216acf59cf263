/** Largest number of images in arrays; their labels are kept in memory. */
export const MAX_IMAGES = 100_000_000
/** Largest size of one stored image, which is read into memory. */
export const MAX_RECORD_BYTES = 2 ** 27
