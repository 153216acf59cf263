import { fill, goTo, overflow } from '../app'
import { expect, test } from '../fixtures'
import { seriousViolations } from './axe'
import { unreachableByTab } from './keyboard'
import type { Locator, Page } from '@playwright/test'

/* A sweep of four tiny configurations, from the form of a run to the best one's images. */

/** Time for a rung: on a busy machine, each of its processes takes a while to start. */
const RUNG = 300_000

const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true })

const rows = (page: Page, state: string): Locator =>
  page.getByRole('region', { name: 'Configurations' }).getByRole('row').filter({ hasText: state })

/** Varies a setting by a list of values. */
async function vary(page: Page, setting: string, values: string): Promise<void> {
  await page.getByLabel('Setting to add').selectOption({ label: setting })
  await button(page, 'Add a setting').click()
  const field = page.getByLabel(`${setting}: Values`, { exact: true })
  await expect(field).toBeFocused()
  await field.fill(values)
}

/** The screen is usable by keyboard, legible in light and dark, and fits a narrow window. */
async function isAccessible(page: Page): Promise<void> {
  expect(await unreachableByTab(page)).toEqual([])
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    expect(await seriousViolations(page), colorScheme).toEqual([])
  }
  await page.setViewportSize({ width: 480, height: 900 })
  expect(await overflow(page)).toBe(0)
  await page.setViewportSize({ width: 1280, height: 860 })
}

async function describeSweep(page: Page): Promise<void> {
  await goTo(page, 'New run')
  const short = { 'Batch size': 8, 'Latent size': 8, 'Step limit': 40 }
  await fill(page, { ...short, 'Sample interval': 1000, 'Checkpoint interval': 1000 })
  await page.getByRole('radio', { name: 'WebAssembly', exact: true }).check()
  await button(page, 'Sweep…').click()
  await expect(page.getByRole('heading', { level: 1, name: 'New sweep' })).toBeVisible()
  await vary(page, 'Beta 1', '0.5, 0.9')
  await vary(page, 'Learning rate', '0.0001, x')
  await expect(page.getByText('“x” is not a number.')).toBeVisible()
  await button(page, 'Start sweep').click()
  const rates = page.getByLabel('Learning rate: Values', { exact: true })
  await expect(rates).toBeFocused()
  await rates.fill('0.0001, 0.002')
  await page.getByRole('radio', { name: 'In training images' }).check()
  await fill(page, {
    ...{ Name: 'Rates', 'Training images at the end of each rung': 160, 'Keep one in': 2 },
    'Generated images per measurement': 50,
  })
  const outline = page.getByRole('complementary', { name: 'Outline' })
  await expect(outline).toContainText('Rung 1: 4 to step 20')
  await expect(outline).toContainText('Rung 2: 2 to step 40')
}

test('a sweep from the form trains in the queue, prunes, and continues a pruned configuration', async ({
  studio: { page },
}) => {
  // Seven processes train, one after the other or at once, and seven measure.
  test.setTimeout(3 * RUNG)
  await describeSweep(page)
  await isAccessible(page)
  await button(page, 'Start sweep').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Rates' })).toBeVisible()
  await expect(rows(page, 'Pruned')).toHaveCount(2, { timeout: RUNG })
  await expect(rows(page, 'Finished')).toHaveCount(2, { timeout: RUNG })
  await expect(rows(page, 'Finished').first()).toContainText('2 of 2')

  await test.step('the charts can be read by keyboard, the samples are there', async () => {
    const chart = page.getByRole('slider', { name: 'Parallel coordinates' })
    await chart.press('Home')
    await expect(chart).toHaveAttribute(
      'aria-valuetext',
      /^No\. \d: Beta 1 [\d.]+, Learning rate [\d.]+; FID [\d,.]+$/,
    )
    await expect(page.getByText('Needs at least 8 configurations')).toBeVisible()
    const samples = page.getByRole('region', { name: 'Samples by setting' })
    await expect(samples.getByRole('img')).toHaveCount(4)
    await isAccessible(page)
  })

  await test.step('a pruned one continues to the end', async () => {
    await rows(page, 'Pruned').first().getByRole('button').press('Enter')
    await expect(rows(page, 'Finished')).toHaveCount(3, { timeout: RUNG })
    await expect(rows(page, 'Pruned')).toHaveCount(1)
    await page.getByRole('link', { name: 'Compare the best 4' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Compare runs' })).toBeVisible()
  })

  await test.step('it is deleted from its page, and its runs stay', async () => {
    await goTo(page, 'Sweeps')
    await page.getByRole('link', { name: 'Rates' }).click()
    await button(page, 'More actions').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await button(page, 'Delete').click()
    await expect(page.getByRole('heading', { name: 'No sweeps yet' })).toBeVisible()
    await goTo(page, 'Runs')
    await expect(page.getByRole('heading', { level: 2, name: /Rates/ }).first()).toBeVisible()
  })
})
