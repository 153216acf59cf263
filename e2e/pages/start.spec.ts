import fs from 'node:fs'
import path from 'node:path'
import { fill, goTo, small } from '../app'
import { expect, test } from '../fixtures'

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
  await page.getByRole('button', { name: 'Start training' }).click()
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
