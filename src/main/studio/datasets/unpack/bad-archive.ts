/** The archive is not what it should be; the message says why. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive'
}
