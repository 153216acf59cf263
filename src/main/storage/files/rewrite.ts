import { isDeepStrictEqual } from 'node:util'

/**
 * Applies the changes between `read` and `next` to a stored document. Everything else stays as it
 * is in the file, including unknown keys and values.
 *
 * @param stored the content of the file
 * @param read `stored` as parsed by this version
 * @param next what parsing the result should give
 */
export function rewrite(stored: unknown, read: unknown, next: unknown): unknown {
  if (isDeepStrictEqual(read, next)) return withAdded(stored, next)
  if (isRecord(stored) && isRecord(read) && isRecord(next)) return rewriteRecord(stored, read, next)
  if (Array.isArray(stored) && Array.isArray(read) && Array.isArray(next)) {
    return rewriteList(stored, read, next)
  }
  return next
}

/** Unchanged values stay as stored, and values that parsing filled in are written out. */
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

/** An entry that only moved is found by its content; a changed one is matched by its position. */
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
