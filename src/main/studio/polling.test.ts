import { expect, test, vi } from 'vitest'
import { Polling } from './polling'

/** Looks at nothing, and remembers when the test says so. */
class Counted extends Polling {
  readonly remembering: (() => void)[] = []
  looks = 0
  protected remember(): Promise<void> {
    return new Promise((resolve) => this.remembering.push(resolve))
  }
  protected look(): Promise<void> {
    this.looks++
    return Promise.resolve()
  }
}

test('a polling that starts again while it still remembers looks once per interval', async () => {
  vi.useFakeTimers()
  try {
    const polling = new Counted(1000)
    polling.start()
    polling.stop()
    polling.start()
    for (const remembered of polling.remembering) remembered()
    await polling.ready()
    await vi.advanceTimersByTimeAsync(5500)
    expect(polling.looks).toBe(5)
    polling.stop()
    await vi.advanceTimersByTimeAsync(5500)
    expect(polling.looks).toBe(5)
  } finally {
    vi.useRealTimers()
  }
})

test('a polling that is stopped while it remembers never looks', async () => {
  vi.useFakeTimers()
  try {
    const polling = new Counted(1000)
    polling.start()
    polling.stop()
    for (const remembered of polling.remembering) remembered()
    await vi.advanceTimersByTimeAsync(5500)
    expect(polling.looks).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})
