/**
 * Makes a function keep its result for as long as the object exists that it was computed from, for
 * intermediate results that several metrics need.
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
