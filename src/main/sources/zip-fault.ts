import { plainLine } from '../../contract/plain-text'
import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import type { ZipFaultCode } from '../../contract/problems/zip-faults'
import { errnoOf } from '../disk/errno'

/** Beginnings of yauzl's messages. */
const FAULTS: readonly (readonly [beginning: RegExp, fault: Exclude<ZipFaultCode, Counting>])[] = [
  [/^invalid comment length/i, 'zipTrailingData'],
  [/^end of central directory record signature not found/i, 'zipEndMissing'],
  [/^invalid zip64 end/i, 'zipEndDamaged'],
  [/^unexpected EOF/i, 'zipEndsEarly'],
  [/^multi-disk/i, 'zipInParts'],
  [/^(?:absolute path|invalid relative path)/i, 'zipNamesUnsafe'],
  [/^strong encryption/i, 'zipStronglyEncrypted'],
  [/^(?:invalid (?:central directory|local)|zip64 extended|extra field)/i, 'zipListDamaged'],
  [/^(?:file data overflows|compressed\/uncompressed)/i, 'zipListDamaged'],
]
type Counting = 'zipTooShort' | 'zipMoreEntries'
const MAX_REASON = 200

/**
 * Says why a zip file cannot be listed: in our own words where yauzl's message is known, else the
 * message itself.
 */
export function zipFault(error: Error): Notice | string {
  // A position beyond the end of any file.
  if (errnoOf(error) === 'ERR_OUT_OF_RANGE') return notice('zipEndsEarly', {})
  const known = FAULTS.find(([beginning]) => beginning.test(error.message))
  return known === undefined ? plainLine(error.message, MAX_REASON) : notice(known[1], {})
}
