import fs from 'node:fs'
import path from 'node:path'
import { goTo, openRun, runCard, small, startRun, state, stepPast } from '../app'
import { expect, test } from '../fixtures'
import { coloursOf, pictures, writeFolder } from '../pictures'
import { add, datasetCard, describePath, openDataset, thumbnails } from '../features/data'
import { tabTo } from '../features/keyboard'
import type { Page } from '@playwright/test'

/* A data set after it was added: its name, its images, and the runs that use it. */

const RUN = 'On a removed set'
const endless = { Epochs: 100_000, 'Step limit': 1_000_000 }

const choose = async (page: Page, title: string, item: string): Promise<void> => {
  await page.getByRole('button', { name: `More actions for ${title}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('a data set is renamed, removed and brought back while a run trains on it', async ({
  studio: { page, dataFolder },
}) => {
  await describePath(page, writeFolder(path.join(dataFolder, 'few'), pictures(40, 8, ['a', 'b'])))
  await add(page, 'Few')
  await openDataset(page, 'Few')
  await page.getByRole('link', { name: 'Train on this data set' }).click()
  await startRun(page, RUN, { ...small, ...endless })
  await stepPast(page, 0)

  await goTo(page, 'Data')
  await openDataset(page, 'Few')
  const users = page.getByRole('region', { name: 'Used by' }).getByRole('listitem')
  await expect(users).toHaveText(new RegExp(`^${RUN}\\s+training$`))
  await choose(page, 'Few', 'Rename')
  await page.getByLabel('New name').fill('Only a few')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Only a few' })).toBeVisible()

  await choose(page, 'Only a few', 'Remove')
  await expect(page.getByRole('heading', { level: 1, name: 'Data' })).toBeFocused()
  await expect(page.getByText('“Only a few” removed')).toBeVisible()
  await expect(datasetCard(page, 'Only a few')).toBeHidden()
  // A message stays while it has the focus.
  await page.getByRole('button', { name: 'Undo' }).focus()
  await page.keyboard.press('Enter')
  await expect(datasetCard(page, 'Only a few').getByRole('link')).toBeFocused()

  await openDataset(page, 'Only a few')
  await choose(page, 'Only a few', 'Remove')
  await page.getByRole('button', { name: 'Restore Only a few' }).press('Enter')
  await expect(datasetCard(page, 'Only a few').getByRole('link')).toBeFocused()

  await openDataset(page, 'Only a few')
  await choose(page, 'Only a few', 'Remove')
  await expect(datasetCard(page, 'Only a few')).toBeHidden()
  await goTo(page, 'Runs')
  await expect(runCard(page, RUN)).toContainText('Training')
  await openRun(page, RUN, 'Training')
  const seen = await stepPast(page, 0)
  await stepPast(page, seen + 40)
  await expect(state(page)).toHaveText('Training')
})

test('an enlarged image names its file, and a message about removed images is in the open dialog', async ({
  studio: { page, dataFolder },
}) => {
  await describePath(
    page,
    `"${writeFolder(path.join(dataFolder, 'two'), pictures(40, 8, ['a', 'b']))}"`,
  )
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('two')
  await add(page, 'Two')
  await openDataset(page, 'Two')
  await expect(page.getByRole('figure')).toContainText(/a\/\d+\.png/)
  await thumbnails(page).press('Control+End')
  await expect(page.getByRole('figure')).toContainText(/Image 40 of 40, b\s+b\/\d+\.png/)
  await page.getByRole('link', { name: 'Train on this data set' }).click()
  await startRun(page, 'Short', { ...small, 'Step limit': 20 })
  await expect(state(page)).toHaveText('Finished')
  fs.renameSync(path.join(dataFolder, 'datasets', 'two'), path.join(dataFolder, 'gone'))
  await page.getByRole('button', { name: 'Train longer' }).click()
  const dialog = page.getByRole('dialog', { name: 'Train longer' })
  await dialog.getByLabel('Total epochs').press('Enter')
  const message = dialog.getByRole('alert')
  await expect(message).toContainText('two')
  await message.getByRole('button', { name: 'Dismiss' }).click()
  await expect(message).toBeHidden()
  await dialog.getByLabel('Total epochs').press('Enter')
  await expect(message).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('alert').filter({ hasText: 'two' })).toBeVisible()
})

test('60,000 images are scrolled by keyboard, and shown class by class', async ({
  studio: { page },
}) => {
  await goTo(page, 'Data')
  await openDataset(page, 'mnist')
  const grid = thumbnails(page)
  const active = grid.getByRole('option', { selected: true })
  const inView = async (name: RegExp) => {
    await expect(active).toHaveAccessibleName(name)
    await expect(active).toBeInViewport({ ratio: 0.9 })
    await expect.poll(async () => (await coloursOf(active)).count).toBeGreaterThan(5)
  }
  await tabTo(page, grid)
  await inView(/^Image 1 of 60,000, \d$/)
  await page.keyboard.press('ArrowRight')
  await inView(/^Image 2 of 60,000, \d$/)
  await page.keyboard.press('Control+End')
  await inView(/^Image 60,000 of 60,000, \d$/)
  await page.keyboard.press('PageUp')
  await inView(/^Image 59,\d\d\d of 60,000, \d$/)
  await page.keyboard.press('Control+Home')
  await inView(/^Image 1 of 60,000, \d$/)
  // Only the rows in view are in the page.
  expect(await grid.getByRole('option').count()).toBeLessThan(2000)

  await page.getByRole('combobox', { name: 'Class' }).selectOption({ label: '3 (6,131)' })
  await inView(/^Image 1 of 6,131, 3$/)
  await grid.focus()
  await page.keyboard.press('Control+End')
  await inView(/^Image 6,131 of 6,131, 3$/)
})
