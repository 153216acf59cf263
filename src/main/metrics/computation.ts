/** A computation that yields its progress, from 0 to 1, and returns its result. */
export type Computation<R> = Generator<number, R>

/** Completes a computation without looking at its progress. */
export function resultOf<R>(computation: Computation<R>): R {
  for (;;) {
    const { done, value } = computation.next()
    if (done === true) return value
  }
}

/** A computation as a part of a larger one, from share `from` to share `to` of it. */
export function* partly<R>(computation: Computation<R>, from: number, to: number): Computation<R> {
  for (;;) {
    const { done, value } = computation.next()
    if (done === true) return value
    yield from + (to - from) * value
  }
}

/** Parts of a larger computation, one after the other, each with its share of the work. */
export function* inTurn<R>(
  parts: readonly { work: number; of: () => Computation<R> }[],
): Computation<R[]> {
  const total = parts.reduce((sum, { work }) => sum + work, 0)
  const results: R[] = []
  let before = 0
  for (const { work, of } of parts) {
    results.push(yield* partly(of(), before / total, (before + work) / total))
    before += work
  }
  return results
}
