/** A file in an archive. Its content is read before the next member is requested. */
export interface Member {
  path: string
  bytes: number
  content: AsyncIterable<Uint8Array>
}
