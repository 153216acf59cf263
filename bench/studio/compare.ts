import fs from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { goTo } from '../../e2e/app'
import { imageMetrics } from '../../src/contract/metrics/images/image-metrics'
import { madeUpEvaluation } from '../../src/contract/testing/made-up-evaluation'
import { runsDirectory } from '../../src/main/storage/runs/paths'
import { updateRun } from '../../src/main/storage/runs/runs'
import { writeEvaluation } from '../../src/main/storage/evaluations/evaluations'
import { quantile } from '../../src/main/studio/quantile'
import type { Figure } from './figures'
import { serveStudio } from './host'
import { STEPS, writeMadeUpMetrics } from './long-run'
import { recordPage, watch } from './page-recorder'
import { frameFigures } from './use'

/** The number of compared runs. */
const RUNS = 8
const MEASURED_EVERY = 5000

/**
 * Compares 8 runs of 46,900 steps, measured nine times each: the time until the charts are drawn,
 * and how fast the screen responds.
 *
 * @param id a run of that length; it is copied
 */
export async function benchCompare(
  browser: Browser,
  dataFolder: string,
  id: string,
): Promise<Figure[]> {
  await copyRuns(dataFolder, id)
  const served = await serveStudio(dataFolder)
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  await page.addInitScript(RECORD_STROKES)
  await page.goto(served.url)
  const drawn = await openFromList(page)
  const address = page.url()
  const used = await recordPage(page, () => use(page))
  const pointer = await recordPage(page, () => movePointer(page))
  const latencies = (await page.evaluate('window.pointerLatencies')) as number[]
  await page.close()
  await served.close()
  const cold = await openCold(browser, dataFolder, address)
  process.stderr.write(`The slowest interactions:\n${used.slowest.join('\n')}\n`)
  const { interactions } = used
  return [
    { name: 'compare: first chart of 8 runs drawn', value: drawn.first, unit: 'ms', limit: 300 },
    { name: 'compare: all charts in view drawn', value: drawn.all, unit: 'ms' },
    { name: 'compare: charts in view', value: drawn.charts, unit: '' },
    { name: 'compare: first chart, new page and host', value: cold.first, unit: 'ms' },
    { name: 'compare: all charts in view, new page and host', value: cold.all, unit: 'ms' },
    { name: 'compare: interactions', value: interactions.length, unit: '' },
    { name: 'compare: interaction, median', value: quantile(interactions, 0.5), unit: 'ms' },
    {
      ...{ name: 'compare: interaction, 95th percentile', unit: 'ms', limit: 50 },
      value: quantile(interactions, 0.95),
    },
    {
      ...{ name: 'compare: pointer move to paint, 95th percentile', unit: 'ms', limit: 50 },
      value: quantile(latencies, 0.95),
    },
    ...frameFigures('compare: moving the pointer', pointer).map(
      ({ limit: _, ...figure }) => figure,
    ),
  ]
}

const nameOf = (i: number): string => `Compared ${i + 1}`

async function copyRuns(dataFolder: string, id: string): Promise<void> {
  const original = path.join(runsDirectory(dataFolder), id)
  for (let i = 0; i < RUNS; i++) {
    const dir = path.join(runsDirectory(dataFolder), `compared-${i + 1}`)
    fs.cpSync(original, dir, { recursive: true })
    writeMadeUpMetrics(dir, 1 + i / 10)
    await updateRun(dir, (run) => ({ ...run, name: nameOf(i) }))
    for (let step = MEASURED_EVERY; step <= STEPS; step += MEASURED_EVERY) {
      const values = imageMetrics.map(({ key }, m) => ({
        ...{ key, value: (1 + i + m) * (0.2 + MEASURED_EVERY / step), details: {}, protocol: {} },
      }))
      await writeEvaluation(dir, madeUpEvaluation({ step, results: values }))
    }
  }
}

/*
 * A string because it runs in the page. Records when each canvas first had lines of eight colours,
 * and the time from each movement of the pointer to the next paint.
 */
const RECORD_STROKES = `(() => {
  const colours = new WeakMap()
  window.completed = []
  window.pointerLatencies = []
  const stroke = CanvasRenderingContext2D.prototype.stroke
  const tokens = () => {
    const style = getComputedStyle(document.documentElement)
    return ['d', 'g', 'real', 'fake', 5, 6, 7, 8].map((name) =>
      style.getPropertyValue('--series-' + name).trim())
  }
  let known
  CanvasRenderingContext2D.prototype.stroke = function (...path) {
    stroke.apply(this, path)
    known ??= tokens()
    if (!known.includes(this.strokeStyle)) return
    const seen = colours.get(this.canvas) ?? new Set()
    colours.set(this.canvas, seen)
    if (seen.size === ${RUNS}) return
    seen.add(this.strokeStyle)
    if (seen.size === ${RUNS}) window.completed.push(performance.now())
  }
  addEventListener('pointermove', ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => window.pointerLatencies.push(performance.now() - timeStamp)
      port2.postMessage(undefined)
    })
  }, true)
})()`

interface Drawn {
  /** Milliseconds until the first chart, and all charts, had the lines of all runs. */
  first: number
  all: number
  charts: number
}

/** Waits until no chart has been completed for a while. */
async function drawnSince(page: Page, start: number): Promise<Drawn> {
  let charts = 0
  for (;;) {
    await watch(page, 1500)
    const completed = (await page.evaluate('window.completed')) as number[]
    if (completed.length > 0 && completed.length === charts) {
      return { first: Math.min(...completed) - start, all: Math.max(...completed) - start, charts }
    }
    charts = completed.length
  }
}

/** Selects the runs in the list, which has read their logs for its curves, and compares them. */
async function openFromList(page: Page): Promise<Drawn> {
  await goTo(page, 'Runs')
  await page.getByRole('radio', { name: 'Table' }).check()
  for (let i = 0; i < RUNS; i++) {
    await page.getByRole('checkbox', { name: `Select ${nameOf(i)}`, exact: true }).check()
  }
  await watch(page, 3000)
  await page.evaluate(`addEventListener('click', ({ timeStamp }) => {
    window.clicked ??= timeStamp
  }, true)`)
  await page.getByRole('link', { name: 'Compare', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Compare runs' }).waitFor()
  return drawnSince(page, (await page.evaluate('window.clicked')) as number)
}

/** Opens the address in a new page of a host that has just started. */
async function openCold(browser: Browser, dataFolder: string, address: string): Promise<Drawn> {
  const served = await serveStudio(dataFolder)
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  await page.addInitScript(RECORD_STROKES)
  await page.goto(served.url + new URL(address).hash)
  const drawn = await drawnSince(page, 0)
  await page.close()
  await served.close()
  return drawn
}

async function use(page: Page): Promise<void> {
  const charts = page.getByRole('region', { name: 'Charts' })
  for (let i = 0; i < RUNS; i++) {
    await page.getByRole('button', { name: `Highlight ${nameOf(i)}`, exact: true }).click()
  }
  await page.keyboard.press('Escape')
  for (let i = 0; i < RUNS; i++) {
    await page.getByRole('checkbox', { name: `Show ${nameOf(i)}`, exact: true }).click()
    await page.getByRole('checkbox', { name: `Show ${nameOf(i)}`, exact: true }).click()
  }
  await page.getByRole('slider', { name: 'Smoothing' }).focus()
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowLeft')
  for (const name of ['Zoom in', 'Zoom in', 'Earlier steps', 'Later steps', 'Show all']) {
    await charts.getByRole('button', { name, exact: true }).click()
  }
  for (const name of ['Log', 'Linear']) await charts.getByRole('radio', { name }).check()
  await page.getByRole('figure', { name: 'D loss' }).getByRole('slider').focus()
  for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft')
  for (const name of ['Steps', 'FID', 'Run']) {
    await page.getByRole('button', { name, exact: true }).click()
  }
  await page.getByRole('slider', { name: 'Timeline of samples' }).focus()
  for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowLeft')
}

/** Moves the pointer across charts and clicks curves. */
async function movePointer(page: Page): Promise<void> {
  for (const name of ['FID', 'D loss']) {
    const canvas = page.getByRole('figure', { name, exact: true }).locator('canvas').first()
    await canvas.scrollIntoViewIfNeeded()
    const box = await canvas.boundingBox()
    if (box === null) throw new Error('there is no chart')
    const y = box.y + box.height / 2
    for (let i = 0; i <= 100; i++) {
      await page.mouse.move(box.x + 50 + ((box.width - 100) * i) / 100, y)
    }
    await page.mouse.click(box.x + box.width / 2, y)
  }
}
