import { isDeepStrictEqual } from 'node:util'

/**
 * A document as it is to be written again: what was changed is changed, and all else stays as the
 * file has it, values and keys that this version does not know included.
 *
 * @param stored what the file says
 * @param read what this version made of that
 * @param next what it should read when it is opened again
 */
export function rewrite(stored: unknown, read: unknown, next: unknown): unknown {
  if (isDeepStrictEqual(read, next)) return withAdded(stored, next)
  if (isRecord(stored) && isRecord(read) && isRecord(next)) return rewriteRecord(stored, read, next)
  if (Array.isArray(stored) && Array.isArray(read) && Array.isArray(next)) {
    return rewriteList(stored, read, next)
  }
  return next
}

/** What was not changed stays as it is stored, with the values that were filled in spelled out. */
function withAdded(stored: unknown, next: unknown): unknown {
  if (!isRecord(stored) || !isRecord(next)) return stored
  const entries = Object.entries(next).map(([key, value]) => [
    key,
    key in stored ? withAdded(stored[key], value) : value,
  ])
  return { ...stored, ...Object.fromEntries(entries) }
}

function rewriteRecord(
  stored: Record<string, unknown>,
  read: Record<string, unknown>,
  next: Record<string, unknown>,
): Record<string, unknown> {
  const kept = Object.entries(stored).filter(([key]) => key in next || !(key in read))
  const written = Object.entries(next).map(([key, value]) => [
    key,
    key in stored ? rewrite(stored[key], read[key], value) : value,
  ])
  return { ...Object.fromEntries(kept), ...Object.fromEntries(written) }
}

/** An entry that only moved is found again; one that was changed is taken for the one in its place. */
function rewriteList(stored: unknown[], read: unknown[], next: unknown[]): unknown[] {
  const sourceOf = (value: unknown) => read.findIndex((one) => isDeepStrictEqual(one, value))
  const moved = new Set(next.map(sourceOf))
  return next.map((value, i) => {
    const source = isDeepStrictEqual(read[i], value) ? i : sourceOf(value)
    if (source >= 0) return withAdded(stored[source], value)
    return i < read.length && !moved.has(i) ? rewrite(stored[i], read[i], value) : value
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
