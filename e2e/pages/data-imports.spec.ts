import path from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { describePath, found, add, openDataset, previewImages } from '../features/data'
import { expect, test } from '../fixtures'
import { pictures, writeFolder } from '../pictures'

test('a folder with classes is added; broken files are listed with reasons', async ({ studio }) => {
  const { page, dataFolder } = studio
  const folder = path.join(dataFolder, 'pets')
  const jpeg = createCanvas(64, 64).toBuffer('image/jpeg')
  writeFolder(folder, {
    ...pictures(9, 24, ['cats', 'cats', 'dogs']),
    'cats/broken.jpg': jpeg.subarray(0, jpeg.length / 2),
    'dogs/page.png': '<!doctype html><title>Not found</title>',
  })
  await describePath(page, folder)
  await expect(found(page)).toContainText('Folder of pictures')
  await expect(found(page)).toContainText('2, from the names of the folders')
  await expect(previewImages(page)).toHaveCount(9)
  await add(page, 'Pets')
  await expect(page.getByText('“Pets” is ready to train on')).toBeVisible()
  await openDataset(page, 'Pets')
  await page.getByText('2 files refused').click()
  const refused = page.getByRole('listitem').filter({ has: page.locator('bdi') })
  await expect(refused.filter({ hasText: 'cats/broken.jpg' })).toContainText(/ends|damaged|broken/)
  await expect(refused.filter({ hasText: 'dogs/page.png' })).toContainText(/web page|HTML/)
  const bars = page.getByRole('group', { name: 'Classes' })
  await expect(bars.getByRole('term')).toHaveText(['cats', 'dogs'])
  await expect(bars.getByRole('definition')).toHaveText(['6 images', '3 images'])
  const widths = await bars
    .locator('.bar')
    .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width))
  expect((widths[1] ?? 0) / (widths[0] ?? 1)).toBeCloseTo(0.5, 1)
})
