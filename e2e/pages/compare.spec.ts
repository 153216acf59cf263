import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { overflow, savedBy } from '../app'
import { seriousViolations } from '../features/axe'
import { chartOf, clickCurve, compareRuns, metricsTable, namesInTable } from '../features/compare'
import { unreachableByTab } from '../features/keyboard'
import { expect, test } from '../fixtures'
import type { StudioUnderTest } from '../fixtures'
import type { Page } from '@playwright/test'

/** Three runs of different lengths and batch sizes, with a grid every two steps. */
const RUNS = [
  { name: 'Alpha', steps: 8, batch: 8 },
  { name: 'Beta', steps: 12, batch: 16 },
  { name: 'Gamma', steps: 4, batch: 8 },
] as const
const NAMES = RUNS.map(({ name }) => name)

/** Trains the runs on the command line, which takes less time than in the open page. */
async function trainAll({ page, dataFolder }: StudioUnderTest): Promise<void> {
  for (const { name, steps, batch } of RUNS) {
    const length = ['--epochs', '1', '--steps', `${steps}`, '--sample-interval', '2']
    const sizes = ['--batch-size', `${batch}`, '--image-size', '8', '--latent-dim', '8']
    const others = ['--engine', 'wasm', '--threads', '1', '--seed', '1', '--name', name]
    await trainOnCommandLine([...length, ...sizes, ...others, '--out', dataFolder])
  }
  await page.reload()
}

const trainOnCommandLine = (args: readonly string[]): Promise<unknown> =>
  promisify(execFile)(process.execPath, [path.resolve('out/main/cli.js'), 'train', ...args])

const highlight = (page: Page, name: string) =>
  page.getByRole('button', { name: `Highlight ${name}`, exact: true })
const grid = (page: Page, name: string, step: number) =>
  page.getByRole('img', { name: `Generated images of ${name}: Step ${step}`, exact: true })

test('three runs are compared: charts, table, settings and samples', async ({ studio }) => {
  const { page } = studio
  await trainAll(studio)
  await compareRuns(page, NAMES)

  // An unmeasured run has a link to the page on which it can be measured.
  const unmeasured = page.getByText('Not measured yet:').getByRole('link', { name: 'Beta' })
  await expect(unmeasured).toHaveAttribute('href', /\/quality$/)

  // Clicking a curve highlights its run everywhere, as the legend does; Esc clears the highlight.
  await clickCurve(page, 'D loss', '--series-g')
  await expect(highlight(page, 'Beta')).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Escape')
  await expect(highlight(page, 'Beta')).toHaveAttribute('aria-pressed', 'false')
  await highlight(page, 'Gamma').press('Enter')
  await expect(highlight(page, 'Gamma')).toHaveAttribute('aria-pressed', 'true')
  expect(await seriousViolations(page)).toEqual([])
  await page.keyboard.press('Escape')

  // The cursor reads all runs that reach it.
  const cursor = chartOf(page, 'D loss').getByRole('slider')
  await cursor.press('Home')
  await expect(cursor).toHaveAttribute('aria-valuetext', /^Step 1; Gamma .+; Beta .+; Alpha /)
  await cursor.press('End')
  await expect(cursor).toHaveAttribute('aria-valuetext', /^Step 12; Beta [\d.]+$/)
  await page.getByRole('checkbox', { name: 'Show Beta' }).uncheck()
  await cursor.press('End')
  await expect(cursor).toHaveAttribute('aria-valuetext', /^Step 8; Alpha [\d.]+$/)
  await page.getByRole('checkbox', { name: 'Show Beta' }).check()

  await page.getByRole('button', { name: 'Steps', exact: true }).click()
  expect(await namesInTable(page)).toEqual(['Beta', 'Alpha', 'Gamma'])
  await page.getByRole('button', { name: 'Steps', exact: true }).click()
  expect(await namesInTable(page)).toEqual(['Gamma', 'Alpha', 'Beta'])
  await expect(metricsTable(page).getByRole('row', { name: /Beta/ })).toContainText('192')
  const { name, bytes } = await savedBy(studio, () =>
    page.getByRole('button', { name: 'Export CSV' }).click(),
  )
  expect(name).toBe('comparison.csv')
  expect(
    bytes
      .toString()
      .split('\r\n')
      .map((line) => line.split(',')[0]),
  ).toEqual([...['Run', 'Gamma', 'Alpha', 'Beta', '']])

  const settings = page.getByRole('region', { name: 'Settings that differ' })
  await expect(settings.getByRole('row', { name: /^Batch size/ })).toContainText(
    '8 images16 images',
  )
  await expect(settings.getByRole('row', { name: /^Latent size/ })).toHaveCount(0)

  // Each run shows its newest grid up to the position.
  for (const { name, steps } of RUNS) await expect(grid(page, name, steps)).toBeVisible()
  const timeline = page.getByRole('slider', { name: 'Timeline of samples' })
  await timeline.fill('3')
  await expect(timeline).toHaveAttribute('aria-valuetext', 'Step 6')
  for (const [name, step] of [
    ['Alpha', 6],
    ['Beta', 6],
    ['Gamma', 4],
  ] as const)
    await expect(grid(page, name, step)).toBeVisible()
  // An image opened in one grid is opened in all.
  await page.getByRole('button', { name: 'Zoom in on image 3 of 25' }).first().click()
  await expect(page.getByRole('button', { name: 'Whole grids' })).toBeVisible()
  await expect(page.getByRole('gridcell')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('gridcell')).toHaveCount(75)

  // Images seen depend on the batch size.
  await page.getByRole('radio', { name: 'Images seen' }).check()
  await expect(timeline).toHaveAttribute('aria-valuetext', /^\d+ images$/)
  expect(new URL(page.url()).hash).toMatch(/^#\/compare\?runs=[\w-]+,[\w-]+,[\w-]+&axis=images$/)

  // The address opens the same comparison elsewhere.
  const fresh = await page.context().newPage()
  await fresh.goto(page.url())
  await expect(fresh.getByRole('radio', { name: 'Images seen' })).toBeChecked()
  // Grids are loaded when they come into view.
  await fresh.getByRole('heading', { name: 'Samples', exact: true }).scrollIntoViewIfNeeded()
  for (const { name, steps } of RUNS) await expect(grid(fresh, name, steps)).toBeVisible()
  await fresh.close()

  // In dark mode and in a narrow window, nothing overflows, and Tab reaches everything.
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 480, height: 860 })
  await expect.poll(() => overflow(page)).toBe(0)
  expect(await seriousViolations(page)).toEqual([])
  expect(await unreachableByTab(page)).toEqual([])
  await page.setViewportSize({ width: 1280, height: 860 })

  // Removing and adding runs can be undone with Back.
  await page.getByRole('button', { name: 'Remove Beta' }).click()
  await expect(highlight(page, 'Beta')).toBeHidden()
  await page.getByRole('button', { name: 'Remove Gamma' }).click()
  await expect(page.getByRole('heading', { name: 'Only one run to compare' })).toBeVisible()
  await page.getByRole('button', { name: 'Add run' }).click()
  await page.getByRole('searchbox', { name: 'Search runs' }).fill('gam')
  await page.getByRole('button', { name: /^Gamma/ }).click()
  await expect(highlight(page, 'Gamma')).toBeVisible()
  await page.goBack()
  await expect(highlight(page, 'Gamma')).toBeHidden()
  await page.goBack()
  await page.goBack()
  for (const name of NAMES) await expect(highlight(page, name)).toBeVisible()
})

test('addresses with missing runs or too many are explained', async ({ shared: { page } }) => {
  const open = (runs: readonly string[]) =>
    page.evaluate(`location.hash = '#/compare?runs=${runs.join(',')}'`)
  await open(['gone'])
  await expect(page.getByText('A run was not found')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'No runs to compare' })).toBeVisible()
  await open(Array.from({ length: 9 }, (_, i) => `run-${i}`))
  await expect(page.getByRole('heading', { name: 'At most 8 runs can be compared' })).toBeVisible()
  expect(await seriousViolations(page)).toEqual([])
  expect(await unreachableByTab(page)).toEqual([])
  await page.setViewportSize({ width: 480, height: 800 })
  expect(await overflow(page)).toBe(0)
})
