import fs from 'node:fs'
import path from 'node:path'
import { action, fill, goTo, small, state } from '../app'
import { expect, test } from '../fixtures'
import type { Page } from '@playwright/test'

const start = (page: Page) => page.getByRole('button', { name: 'Start training' }).click()

test('a slow start shows its stages, and can be stopped and resumed', async ({
  studio: { page },
}) => {
  await goTo(page, 'New run')
  await fill(page, { Name: 'Slow', 'Image size': 64 })
  await page.getByLabel('Architecture', { exact: true }).selectOption('dcgan')
  await page.getByRole('radio', { name: 'Plain JavaScript', exact: true }).check()
  await start(page)
  await expect(page.getByRole('heading', { level: 1, name: 'Slow' })).toBeVisible()
  const stages = page.getByRole('region', { name: 'Starting' })
  const now = stages.locator('[aria-current=step]')
  await expect(now).toHaveText(/Run the first step/)
  await expect(stages.getByText('(done)')).toHaveCount(3)
  await expect(stages.getByRole('status')).toContainText('running the first step')
  const live = page.getByRole('region', { name: 'Training now' })
  await expect(live.getByRole('link', { name: 'Slow' })).toContainText('Starting…')
  await goTo(page, 'Settings')
  await expect(
    page.getByText('Available when no run is training, starting or paused.'),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: /^Measure / })).toBeDisabled()
  await live.getByRole('link', { name: 'Slow' }).click()
  await action(page, 'Stop').press('Enter')
  await expect(state(page)).toHaveText('Stopped')
  await expect(stages).toBeHidden()
  await expect(action(page, 'Resume')).toBeEnabled()
})

test('a start that fails says why, and returns to the form with its values', async ({ studio }) => {
  const { page, dataFolder } = studio
  const folder = path.join(dataFolder, 'datasets', 'mine')
  fs.mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'train-images-idx3-ubyte')
  // IDX header: bytes, three dimensions, 100 images of 8 x 8.
  const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 100, 0, 0, 0, 8, 0, 0, 0, 8])
  fs.writeFileSync(file, Buffer.concat([header, Buffer.alloc(100 * 8 * 8)]))
  await goTo(page, 'New run')
  await page.getByRole('radio', { name: 'mine' }).check()
  await fill(page, { Name: 'Damaged', ...small })
  await page.getByRole('radio', { name: 'WebAssembly', exact: true }).check()
  fs.truncateSync(file, 1000)
  await start(page)
  const alert = page.getByRole('alert').filter({ hasText: 'train-images-idx3-ubyte' })
  await expect(alert).toBeVisible()
  await expect(alert).toContainText('truncated')
  await expect(page.getByRole('heading', { level: 1, name: 'New run' })).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Damaged')
  await page.setViewportSize({ width: 480, height: 800 })
  const bar = page.locator('aside.start')
  await expect
    .poll(async () => {
      const [above, below] = await Promise.all([alert.boundingBox(), bar.boundingBox()])
      return above !== null && below !== null && above.y + above.height <= below.y
    })
    .toBe(true)
  await page.setViewportSize({ width: 1440, height: 900 })
  await goTo(page, 'Runs')
  await expect(alert).toBeHidden()
  await expect(page.getByText('Damaged')).toHaveCount(0)
})
