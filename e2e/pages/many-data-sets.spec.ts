import fs from 'node:fs'
import path from 'node:path'
import { writePrepared } from '../../src/main/storage/testing/prepared'
import { cutOffTexts, goTo, overflow, unfold } from '../app'
import { seriousViolations } from '../features/axe'
import { datasetCard } from '../features/data'
import { tabTo, unreachableByTab } from '../features/keyboard'
import { expect, test } from '../fixtures'
import { coloursOf } from '../pictures'
import type { Page } from '@playwright/test'

/* The data sets to train on when there are many: the list, and the choice in New run. */

const LONG = 'averylongnameofadatasetwithoutanyplacewherealinecouldbebrokeninanordinaryway'
const COUNT = 12

/** Adds data sets of ten brightnesses, sorted, of which the last is the most recent. */
function addMany(dataFolder: string): void {
  const dir = path.join(dataFolder, 'datasets')
  for (let n = 1; n <= COUNT; n++) {
    const side = 8
    const pixels = Uint8Array.from({ length: 200 * side * side }, (_, i) => {
      return 20 + 20 * Math.floor(i / side / side / 20)
    })
    const name = n === COUNT ? LONG : `Set ${n}`
    const made = { count: 200, size: side, perShard: 200, classes: 10, name, pixels }
    const file = path.join(writePrepared(dir, `set-${n}`, made), 'dataset.json')
    const document = JSON.parse(fs.readFileSync(file, 'utf8')) as object
    const createdAt = `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`
    fs.writeFileSync(file, JSON.stringify({ ...document, createdAt }))
  }
}

const choices = (page: Page) => page.getByRole('group', { name: 'Data set' }).getByRole('radio')

async function openNewRun(page: Page): Promise<void> {
  await goTo(page, 'New run')
  await expect(page.getByRole('radio', { name: 'mnist' })).toBeChecked()
}

test('a card shows images from all of its data set, and where it comes from', async ({
  studio: { page, dataFolder },
}) => {
  addMany(dataFolder)
  await goTo(page, 'Data')
  const card = datasetCard(page, 'Set 3')
  await expect(card).toContainText('From a folder')
  const strip = card.locator('img')
  await strip.scrollIntoViewIfNeeded()
  await expect.poll(async () => (await coloursOf(strip)).count).toBeGreaterThanOrEqual(6)
})

test('of many data sets, the chosen and the recent ones are offered, and all by keyboard', async ({
  studio: { page, dataFolder },
}) => {
  addMany(dataFolder)
  await openNewRun(page)
  await expect(choices(page)).toHaveCount(6)
  await expect(page.getByRole('radio', { name: 'Set 3' })).toBeHidden()

  const toggle = page.getByRole('button', { name: `Show all ${COUNT + 1}` })
  await expect(toggle).toHaveAttribute('aria-expanded', 'false')
  await tabTo(page, toggle)
  await page.keyboard.press('Enter')
  const search = page.getByRole('searchbox', { name: 'Find a data set' })
  await expect(search).toBeFocused()
  await expect(choices(page)).toHaveCount(COUNT + 1)
  await page.keyboard.type('set 3')
  await expect(choices(page)).toHaveCount(2)
  await expect(page.getByText(`1 of ${COUNT + 1} data sets found`)).toBeVisible()
  // Enter searches; it does not start a run.
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'New run' })).toBeVisible()
  await tabTo(page, page.getByRole('radio', { name: 'mnist' }))
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('radio', { name: 'Set 3' })).toBeChecked()

  const fewer = page.getByRole('button', { name: 'Show fewer' })
  await expect(fewer).toHaveAttribute('aria-expanded', 'true')
  await tabTo(page, fewer)
  await page.keyboard.press('Enter')
  await expect(toggle).toBeFocused()
  await expect(choices(page)).toHaveCount(6)
  await expect(page.getByRole('radio', { name: 'Set 3' })).toBeChecked()
})

test('the choice of many data sets is accessible, and no text of New run is cut off', async ({
  studio: { page, dataFolder },
}) => {
  addMany(dataFolder)
  for (const language of ['English', '简体中文']) {
    await page.evaluate(`location.hash = '#/settings'`)
    await page.getByRole('radio', { name: language }).check()
    await page.evaluate(`location.hash = '#/new'`)
    const toggle = page.getByRole('button', { name: /^(Show all|显示全部) / })
    await toggle.press('Enter')
    await expect(page.getByRole('radio', { name: LONG })).toBeVisible()
    await unfold(page)
    const presets = page.getByRole('combobox', { name: /^(Preset|预设)$/ })
    for (const preset of ['color-64', 'r3-lite', 'reference']) {
      await presets.selectOption(preset)
      for (const width of [360, 480, 700, 1024, 1440]) {
        await page.setViewportSize({ width, height: 860 })
        expect(await cutOffTexts(page), `${language}, ${preset}, ${width} px`).toEqual([])
        await expect
          .poll(() => overflow(page), `${language}, ${preset}, ${width} px`)
          .toBeLessThanOrEqual(0)
      }
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      expect(await seriousViolations(page), `${language}, ${colorScheme}`).toEqual([])
    }
  }
  expect(await unreachableByTab(page)).toEqual([])
})
