import type { Page } from '@playwright/test'

/** Measurements of the page itself between start and stop. */
export interface PageRecord {
  /** Milliseconds from each animation frame to the next. */
  frames: number[]
  /** Durations of tasks over 50 ms. */
  longTasks: number[]
  /**
   * Milliseconds from each click or key press to the next paint. Those under 16 ms are counted as 8.
   */
  interactions: number[]
  /** The slowest interactions, with their waiting and handling times. */
  slowest: string[]
}

/*
 * A string because it runs in the page. Uses the browser's Event Timing and Long Tasks APIs and
 * animation frames.
 */
const START = `(() => {
  const record = { frames: [], longTasks: [], slow: new Map(), count: performance.interactionCount }
  const describe = ({ name, target, duration, startTime, processingStart, processingEnd }) => {
    const on = target?.getAttribute('aria-label') ?? target?.textContent?.trim().slice(0, 30) ?? ''
    const [wait, work] = [processingStart - startTime, processingEnd - processingStart].map(Math.round)
    return { duration, text: [duration, 'ms:', name, 'on', target?.localName, on, '(waited', wait + ', handled', work + ')'].join(' ') }
  }
  const long = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) record.longTasks.push(duration)
  })
  long.observe({ type: 'longtask' })
  const events = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const known = record.slow.get(entry.interactionId)?.duration ?? 0
      if (entry.interactionId !== 0 && entry.duration > known) record.slow.set(entry.interactionId, describe(entry))
    }
  })
  events.observe({ type: 'event', durationThreshold: 16 })
  let last = performance.now()
  let frame = requestAnimationFrame(function next(now) {
    record.frames.push(now - last)
    last = now
    frame = requestAnimationFrame(next)
  })
  window.stopRecording = () => {
    cancelAnimationFrame(frame)
    long.disconnect()
    events.disconnect()
    const fast = performance.interactionCount - record.count - record.slow.size
    const slow = [...record.slow.values()].sort((a, b) => b.duration - a.duration)
    const interactions = [...slow.map((one) => one.duration), ...Array(Math.max(0, fast)).fill(8)]
    const slowest = slow.slice(0, 8).map((one) => one.text)
    return { frames: record.frames.slice(1), longTasks: record.longTasks, interactions, slowest }
  }
})()`

/** Records the page's measurements during an action. */
export async function recordPage(page: Page, act: () => Promise<void>): Promise<PageRecord> {
  await page.evaluate(START)
  await act()
  return (await page.evaluate('window.stopRecording()')) as PageRecord
}

/** Waits in the page. */
export async function watch(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${milliseconds}))`)
}
