/**
 * Applies `work` to the items of an iteration, several at a time, and yields the results in order.
 * At most `concurrency` items are being worked on, or wait to be consumed.
 *
 * @throws what the iteration or `work` throws, after the results before it
 */
export async function* mapOrdered<T, R>(
  items: AsyncIterable<T>,
  concurrency: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = []
  try {
    for await (const item of items) {
      running.push(work(item))
      if (running.length >= concurrency) yield await (running.shift() as Promise<R>)
    }
    while (running.length > 0) yield await (running.shift() as Promise<R>)
  } finally {
    // An earlier error ends the iteration; later ones must not count as unhandled.
    for (const left of running) left.catch(() => undefined)
  }
}
