import { once } from 'node:events'
import readline from 'node:readline'
import type { Browser } from '@playwright/test'
import { action } from '../../e2e/app'
import type { Figure } from './figures'
import { median } from '../../src/main/studio/quantile'
import { serveStudio, startNode } from './host'
import { watch } from './page-recorder'
import { openRun } from './use'

const SECONDS = 15
/** A start's compilation and first touches are not counted. */
const SETTLE_MS = 3000

/** How fast steps come, by when the news of them arrives. */
class StepClock {
  private readonly seen: { at: number; step: number }[] = []

  add(step: number): void {
    this.seen.push({ at: performance.now(), step })
  }

  stepsPerSecond(): number {
    const begin = (this.seen[0]?.at ?? 0) + SETTLE_MS
    const counted = this.seen.filter(({ at }) => at >= begin)
    const [first, last] = [counted[0], counted.at(-1)]
    if (first === undefined || last === undefined) throw new Error('no steps were seen')
    return ((last.step - first.step) * 1000) / (last.at - first.at)
  }
}

/** The same run goes on by turns from the command line and in the studio, its page open. */
export async function benchSpeed(
  browser: Browser,
  dataFolder: string,
  id: string,
  rounds: number,
): Promise<Figure[]> {
  const [headless, studio]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    headless.push(await headlessSpeed(dataFolder, id))
    studio.push(await studioSpeed(browser, dataFolder))
  }
  const slower = (1 - median(studio) / median(headless)) * 100
  return [
    { name: 'steps a second, headless', value: median(headless), unit: '' },
    { name: 'steps a second, studio open', value: median(studio), unit: '' },
    { name: 'slower with the studio open by', value: slower, unit: '%', limit: 5 },
  ]
}

async function headlessSpeed(dataFolder: string, id: string): Promise<number> {
  const clock = new StepClock()
  const child = startNode('cli.js', ['resume', id, '--json', '--out', dataFolder])
  const exited = once(child, 'exit')
  if (child.stdout === null) throw new Error('the program has no output')
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    const step = /"event":"metrics","step":(\d+)/.exec(line)?.[1]
    if (step !== undefined) clock.add(Number(step))
  })
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS + SECONDS * 1000))
  child.kill('SIGINT')
  await exited
  return clock.stepsPerSecond()
}

async function studioSpeed(browser: Browser, dataFolder: string): Promise<number> {
  const clock = new StepClock()
  const served = await serveStudio(dataFolder)
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  const page = await context.newPage()
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      const steps = [...String(payload).matchAll(/"step":(\d+),"epoch"/g)]
      const last = steps.at(-1)?.[1]
      if (last !== undefined && String(payload).includes('"type":"metrics"'))
        clock.add(Number(last))
    })
  })
  await page.goto(served.url)
  await openRun(page)
  await action(page, 'Resume').click()
  await watch(page, SETTLE_MS + SECONDS * 1000)
  await context.close()
  await served.close()
  return clock.stepsPerSecond()
}
