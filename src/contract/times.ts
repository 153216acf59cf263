const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z')
/** The last time that four digits of a year can express, in milliseconds since the epoch. */
export const LATEST = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * Formats a time for the page, whose schemas know years of four digits. A file's modification time,
 * or one read from a foreign document, may lie outside; it is moved to the nearest valid one.
 *
 * @param milliseconds since the epoch
 */
export const isoTime = (milliseconds: number): string =>
  new Date(Math.min(Math.max(milliseconds, EARLIEST), LATEST)).toISOString()
