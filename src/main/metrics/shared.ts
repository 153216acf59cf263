/**
 * Memoises a function of one object for as long as the object exists. For intermediate results that
 * several metrics need.
 */
export function shared<I extends object, R>(compute: (from: I) => R): (from: I) => R {
  const results = new WeakMap<I, R>()
  return (from) => {
    const known = results.get(from)
    if (known !== undefined) return known
    const result = compute(from)
    results.set(from, result)
    return result
  }
}
