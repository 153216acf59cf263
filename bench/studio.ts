import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { action } from '../e2e/app'
import { benchColdStart } from './studio/cold-start'
import { benchCompare } from './studio/compare'
import { formatFigures, isWithin } from './studio/figures'
import type { Figure } from './studio/figures'
import { openBrowser, serveStudio } from './studio/host'
import { createLongRun } from './studio/long-run'
import { benchManyRuns } from './studio/many-runs'
import { benchMemory } from './studio/memory'
import { watch } from './studio/page-recorder'
import { benchSpeed } from './studio/speed'
import { benchTraffic } from './studio/traffic'
import { benchUse, openRun } from './studio/use'

/*
 * The responsiveness and cost of the studio, measured from outside: the built program serves a run
 * of 46,900 steps to Chromium. Electron is not measured.
 */

const HELP = `Measures the built studio in Chromium.

  --only NAMES   any of start, use, speed, memory, runs, compare; separated by commas
  --rounds N     rounds with the page open and closed in speed; default 15
  --json         print the figures as JSON
  --keep DIR     use this data folder and keep it
`

async function use(dataFolder: string): Promise<Figure[]> {
  const served = await serveStudio(dataFolder)
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
    await page.goto(served.url)
    await openRun(page)
    await action(page, 'Resume').click()
    await action(page, 'Pause').waitFor()
    await watch(page, 3000)
    return [...(await benchTraffic(page)), ...(await benchUse(page))]
  } finally {
    await browser.close()
    await served.close()
  }
}

async function withBrowser<T>(
  work: (browser: Awaited<ReturnType<typeof openBrowser>>) => Promise<T>,
) {
  const browser = await openBrowser()
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    args,
    options: { only: text, rounds: text, keep: text, json: flag, help: flag },
  })
  if (values.help) return void process.stdout.write(HELP)
  const folder = values.keep ?? fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-bench-'))
  const selected = values.only?.split(',') ?? ['start', 'use', 'speed', 'memory', 'runs', 'compare']
  try {
    const id = await createLongRun(folder)
    const figures: Figure[] = []
    if (selected.includes('start')) figures.push(...(await benchColdStart(folder, 5)))
    if (selected.includes('use')) figures.push(...(await use(folder)))
    const rounds = Number(values.rounds ?? 15)
    const speed = () => withBrowser((browser) => benchSpeed(browser, folder, id, rounds))
    if (selected.includes('speed')) figures.push(...(await speed()))
    const memory = () => withBrowser((browser) => benchMemory(browser, folder))
    if (selected.includes('memory')) figures.push(...(await memory()))
    const runs = () => withBrowser((browser) => benchManyRuns(browser, path.join(folder, 'many')))
    if (selected.includes('runs')) figures.push(...(await runs()))
    // Last, as it adds runs.
    const compare = () => withBrowser((browser) => benchCompare(browser, folder, id))
    if (selected.includes('compare')) figures.push(...(await compare()))
    const out = values.json ? JSON.stringify({ studio: figures }) : formatFigures(figures)
    process.stdout.write(`${out}\n`)
    if (!figures.every(isWithin)) process.exitCode = 1
  } finally {
    if (values.keep === undefined) fs.rmSync(folder, { recursive: true, force: true })
  }
}
