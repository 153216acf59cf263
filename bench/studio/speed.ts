import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { action } from '../../e2e/app'
import { lastMetrics } from '../../src/main/storage/runs/last-metrics'
import { median, quantile } from '../../src/main/studio/quantile'
import { metricsFile, runsDirectory } from '../../src/main/storage/runs/paths'
import type { Figure } from './figures'
import { serveStudio, startNode } from './host'
import { openRun } from './use'

/** Milliseconds to exclude compilation and the first seconds, which push metrics more often. */
const WARM_UP_MS = 20_000
/** Milliseconds to exclude after opening or closing the page. */
const PAGE_WARM_UP_MS = 2500
const ROUND_MS = 6000

/**
 * How much an open page slows training down. One run trains in the studio while its page is opened
 * and closed alternately. The speeds of two trainers, or of two rounds, differ by more than the cost
 * of the page, so the result is the median of many rounds. The speed on the command line is measured
 * for comparison.
 */
export async function benchSpeed(
  browser: Browser,
  dataFolder: string,
  id: string,
  rounds: number,
): Promise<Figure[]> {
  const file = metricsFile(path.join(runsDirectory(dataFolder), id))
  const headless = await headlessSpeed(dataFolder, id, file)
  const { open, closed } = await studioSpeeds(browser, dataFolder, file, rounds)
  const slower = open.map((speed, i) => (1 - speed / (closed[i] ?? NaN)) * 100)
  return [
    { name: 'steps per second, command line', value: headless, unit: '' },
    { name: 'steps per second, studio, page closed', value: median(closed), unit: '' },
    { name: 'steps per second, studio, page open', value: median(open), unit: '' },
    {
      name: 'slower with the page open by, lower quartile',
      value: quantile(slower, 0.25),
      unit: '%',
    },
    { name: 'slower with the page open by, median', value: median(slower), unit: '%', limit: 5 },
    {
      name: 'slower with the page open by, upper quartile',
      value: quantile(slower, 0.75),
      unit: '%',
    },
  ]
}

async function headlessSpeed(dataFolder: string, id: string, file: string): Promise<number> {
  const child = startNode('cli.js', ['resume', id, '--json', '--out', dataFolder])
  const exited = once(child, 'exit')
  child.stdout?.resume()
  await sleep(WARM_UP_MS)
  const speed = await stepsPerSecond(file, 2 * ROUND_MS)
  child.kill('SIGINT')
  await exited
  return speed
}

async function studioSpeeds(browser: Browser, dataFolder: string, file: string, rounds: number) {
  const served = await serveStudio(dataFolder)
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  await showRun(page, served.url)
  await action(page, 'Resume').click()
  await sleep(WARM_UP_MS)
  const [open, closed]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    await showRun(page, served.url)
    await sleep(PAGE_WARM_UP_MS)
    open.push(await stepsPerSecond(file, ROUND_MS))
    await page.goto('about:blank')
    await sleep(PAGE_WARM_UP_MS)
    closed.push(await stepsPerSecond(file, ROUND_MS))
  }
  await page.close()
  await served.close()
  return { open, closed }
}

async function showRun(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await openRun(page)
}

/**
 * Steps are written to the file in batches, so the time is measured from the end of one batch to the
 * end of another.
 */
async function stepsPerSecond(file: string, milliseconds: number): Promise<number> {
  const first = await nextWrite(file)
  await sleep(milliseconds)
  const last = await nextWrite(file)
  return ((last.step - first.step) * 1000) / (last.at - first.at)
}

async function nextWrite(file: string): Promise<{ step: number; at: number }> {
  const { size } = fs.statSync(file)
  for (;;) {
    await sleep(10)
    if (fs.statSync(file).size === size) continue
    const at = performance.now()
    const last = await lastMetrics(file)
    if (last !== null) return { step: last.step, at }
  }
}
