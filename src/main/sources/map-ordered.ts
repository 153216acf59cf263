interface Limits<T> {
  /** The most items being worked on, or done and not yet consumed. */
  concurrency: number
  /** The cost of an item, such as its bytes; together at most `most`, unless it is the only one. */
  cost?: { of(item: T): number; most: number }
  signal: AbortSignal
}

/**
 * Applies asynchronous work to items, several at a time, and yields the results in the items'
 * order. Takes items only as they are needed.
 *
 * @throws the error of the first item whose work failed; the signal's reason if aborted. All work
 *   that has begun has ended then.
 */
export async function* mapOrdered<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  { concurrency, cost, signal }: Limits<T>,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const iterator =
    Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  const pending: { result: Promise<R>; cost: number }[] = []
  let used = 0
  let next = await iterator.next()
  try {
    for (;;) {
      signal.throwIfAborted()
      while (!next.done && pending.length < concurrency) {
        const itemCost = cost?.of(next.value) ?? 0
        if (pending.length > 0 && used + itemCost > (cost?.most ?? 0)) break
        const result = work(next.value)
        // A failure is thrown when it is this result's turn.
        result.catch(() => undefined)
        pending.push({ result, cost: itemCost })
        used += itemCost
        next = await iterator.next()
      }
      const first = pending[0]
      if (first === undefined) return
      const result = await first.result
      signal.throwIfAborted()
      yield result
      pending.shift()
      used -= first.cost
    }
  } finally {
    await iterator.return?.()
    await Promise.allSettled(pending.map(({ result }) => result))
  }
}
