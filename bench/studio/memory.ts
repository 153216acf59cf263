import fs from 'node:fs'
import type { Browser, Page, WebSocketRoute } from '@playwright/test'
import { z } from 'zod'
import { serverMessageSchema } from '../../src/contract/rpc'
import type { StudioEvent } from '../../src/contract/events'
import { runSummarySchema } from '../../src/contract/summary'
import type { RunSummary } from '../../src/contract/summary'
import { sampleFiles, writeSample } from '../../src/main/storage/runs/samples'
import { runDirectories } from '../../src/main/storage/runs/run-directories'
import type { Figure } from './figures'
import { serveStudio } from './host'
import { STEPS } from './long-run'
import { openRun } from './use'

/** Pushes in an hour of training, at the trainer's rate. */
const PUSHES = 8 * 3600
const STEPS_PER_PUSH = 8
const SAMPLE_EVERY = 400
/** Messages sent before waiting for the page. */
const AT_ONCE = 200

/** Sends a page with 46,900 steps the events of an hour as fast as it accepts them. */
export async function benchMemory(browser: Browser, dataFolder: string): Promise<Figure[]> {
  const served = await serveStudio(dataFolder)
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  const page = await context.newPage()
  const connection = await interceptEvents(page)
  await page.goto(served.url)
  await openRun(page)
  const before = await rendererMemory(browser, page)
  let peak = before.resident
  for (const events of hourOfEvents(connection.summary())) {
    for (const event of events) connection.send(event)
    await saveSamples(dataFolder, events)
    await page.evaluate('new Promise(requestAnimationFrame)')
    peak = Math.max(peak, residentBytes(await rendererPid(browser)))
  }
  const after = await rendererMemory(browser, page)
  await context.close()
  await served.close()
  const mb = (bytes: number): number => bytes / 1e6
  return [
    { name: 'renderer before, resident', value: mb(before.resident), unit: 'MB' },
    // An hour of events within half a minute creates garbage faster than it is collected.
    { name: 'renderer while receiving them, peak resident', value: mb(peak), unit: 'MB' },
    {
      name: 'renderer after an hour of events, resident',
      value: mb(after.resident),
      unit: 'MB',
      limit: 300,
    },
    { name: "renderer's JavaScript heap, before", value: mb(before.heap), unit: 'MB' },
    { name: "renderer's JavaScript heap, after", value: mb(after.heap), unit: 'MB' },
  ]
}

/**
 * Puts a proxy between host and page, which passes everything except the host's events. The
 * benchmark sends its own.
 */
async function interceptEvents(
  page: Page,
): Promise<{ send(event: StudioEvent): void; summary(): RunSummary }> {
  let socket: WebSocketRoute | undefined
  let sequence = 0
  let summary: RunSummary | undefined
  const replies = z.object({ body: z.object({ runs: z.array(runSummarySchema).min(1) }) })
  const hello = z.object({ body: z.object({ protocol: z.number(), sequence: z.number() }) })
  await page.routeWebSocket(/./, (route) => {
    socket = route
    const host = route.connectToServer()
    route.onMessage((message) => host.send(message))
    host.onMessage((message) => {
      const parsed: unknown = JSON.parse(String(message))
      if (serverMessageSchema.parse(parsed).kind === 'event') return
      summary = replies.safeParse(parsed).data?.body.runs[0] ?? summary
      sequence = hello.safeParse(parsed).data?.body.sequence ?? sequence
      route.send(message)
    })
  })
  return {
    send: (event) => {
      sequence += 1
      socket?.send(JSON.stringify({ kind: 'event', numbered: { sequence, event } }))
    },
    summary: () => {
      if (summary === undefined) throw new Error('the page has not listed the runs')
      return summary
    },
  }
}

function* hourOfEvents(run: RunSummary): Generator<StudioEvent[]> {
  const { id } = run
  let step = STEPS
  let events: StudioEvent[] = [{ type: 'run', run: { ...run, state: 'running' } }]
  for (let push = 0; push < PUSHES; push++) {
    const points = Array.from({ length: STEPS_PER_PUSH }, () => {
      step += 1
      const wave = Math.sin(step * 0.4)
      const losses = { lossD: 1.1 + wave * 0.2, lossG: 1.2 + wave * 0.3 }
      return { step, epoch: 51, ...losses, dReal: 0.6 + wave * 0.1, dFake: 0.4 - wave * 0.1 }
    })
    events.push({ type: 'metrics', id, points, stepsPerSecond: 64, trainedSeconds: push / 8 })
    if (step % SAMPLE_EVERY === 0) {
      events.push({ type: 'sample', id, step })
      const at = new Date(Date.UTC(2026, 0, 1) + push * 125).toISOString()
      events.push({ type: 'log', id, entry: { at, code: 'sample', step } })
    }
    if (events.length < AT_ONCE) continue
    yield events
    events = []
  }
  yield events
}

async function saveSamples(dataFolder: string, events: readonly StudioEvent[]): Promise<void> {
  const dir = (await runDirectories(dataFolder))[0] ?? ''
  const png = fs.readFileSync(sampleFiles(dir, SAMPLE_EVERY).png)
  for (const event of events) {
    if (event.type === 'sample') await writeSample(dir, event.step, png, { step: event.step })
  }
}

async function rendererMemory(
  browser: Browser,
  page: Page,
): Promise<{ resident: number; heap: number }> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return { resident: residentBytes(await rendererPid(browser)), heap: usedSize }
}

/** The id of the page's process: the browser's largest renderer. */
async function rendererPid(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  return pids.sort((a, b) => residentBytes(b) - residentBytes(a))[0] ?? NaN
}

function residentBytes(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024
}
