import fs from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { presets } from '../../src/contract/hyperparameters'
import { runsDirectory } from '../../src/main/storage/runs/paths'
import { createRun } from '../../src/main/storage/runs/runs'
import { quantile } from '../../src/main/studio/quantile'
import type { Figure } from './figures'
import { serveStudio } from './host'
import { recordPage, watch } from './page-recorder'

const RUNS = 1000

/** Filters a list of 1,000 runs: the time from each key or press to the next paint. */
export async function benchManyRuns(browser: Browser, dataFolder: string): Promise<Figure[]> {
  await createRuns(dataFolder)
  const served = await serveStudio(dataFolder)
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
  await page.goto(served.url)
  await page.getByText('1,000 runs').first().waitFor()
  await watch(page, 3000)
  const filtering = await recordPage(page, () => filter(page))
  await page.close()
  await served.close()
  process.stderr.write(`The slowest interactions:\n${filtering.slowest.join('\n')}\n`)
  const { interactions } = filtering
  return [
    { name: '1,000 runs: interactions while filtering', value: interactions.length, unit: '' },
    { name: '1,000 runs: interaction, median', value: quantile(interactions, 0.5), unit: 'ms' },
    {
      ...{ name: '1,000 runs: interaction, 95th percentile', unit: 'ms', limit: 50 },
      value: quantile(interactions, 0.95),
    },
  ]
}

/** Copies of one run in another data folder, which differ in name, loss, learning rate and tags. */
async function createRuns(dataFolder: string): Promise<void> {
  const losses = ['hinge', 'minimax', 'wasserstein'] as const
  const config = { dataset: 'mnist', engine: 'auto', threads: 0 } as const
  const first = { name: 'first', config: { ...config, hyperparameters: presets.reference } }
  const { dir, run } = await createRun(dataFolder, { ...first, now: new Date() })
  for (let i = 1; i < RUNS; i++) {
    const changes = { loss: losses[i % 3] ?? 'hinge', learningRate: 0.0001 * (1 + (i % 40)) }
    const annotations = { starred: i % 7 === 0, tags: [`tag ${i % 5}`], group: null, note: '' }
    const hyperparameters = { ...presets.reference, ...changes }
    const changed = { name: `Run ${i}`, config: { ...config, hyperparameters }, annotations }
    const folder = path.join(runsDirectory(dataFolder), `copy-${i}`)
    fs.cpSync(dir, folder, { recursive: true })
    fs.writeFileSync(path.join(folder, 'run.json'), JSON.stringify({ ...run, ...changed }))
  }
}

async function filter(page: Page): Promise<void> {
  const search = page.getByRole('searchbox')
  await search.focus()
  await page.keyboard.type('run 12')
  await search.fill('')
  const chips = page.getByRole('button', { name: /^Remove condition/ })
  const texts = ['loss = hinge', 'learning rate < 0.001', 'tag: tag 3', 'is: starred']
  for (const [i, text] of texts.entries()) {
    await search.focus()
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
    // The first condition loads the code that parses it.
    await chips.nth(i).waitFor()
  }
  for (const _ of texts) await chips.first().click()
}
