import { decode } from 'fast-png'
import { unzipSync } from 'fflate'
import { bytesAt, goTo, savedBy } from '../app'
import { seriousViolations } from './axe'
import { COUNT, generate, sheetUrl, SIZE } from './generated'
import { tabTo } from './keyboard'
import { expect, RUN, STEPS, test } from './trained'

test('any number of images can be selected, with mouse or keyboard, and saved under their numbers', async ({
  trained: studio,
}) => {
  const { page } = studio
  await goTo(page, 'Generate')
  await generate(page, 6)
  const images = page.getByRole('listbox', { name: 'Generated images' })
  const image = (n: number) => images.getByRole('option', { name: `Image ${n}`, exact: true })
  const selected = images.getByRole('option', { selected: true })
  const saving = page.getByRole('button', { name: 'Save selected' })
  await expect(saving).toBeDisabled()

  await image(12).click()
  await image(3).click()
  await image(5).click({ modifiers: ['Shift'] })
  await expect(selected).toHaveCount(4)
  await expect(page.getByText('4 of 12 selected')).toBeVisible()
  const sheetBase = (await sheetUrl(page)).replace('sheet.png', '')
  // Several files become one archive.
  const some = await savedBy(studio, () => saving.click())
  expect(some.name).toBe(`${RUN}-step-${STEPS}-seed-6-selected.zip`)
  await expect(page.getByText(`4 images saved as ${some.name}`)).toBeVisible()
  const files = unzipSync(some.bytes)
  const nameOf = (n: number) => `${RUN}-step-${STEPS}-seed-6-image-${n}.png`
  const numbers = [3, 4, 5, 12]
  expect(Object.keys(files).sort()).toEqual(numbers.map(nameOf).sort())
  for (const n of numbers) {
    const own = await bytesAt(page, `${sheetBase}image/${n - 1}.png`)
    expect(own.equals(files[nameOf(n)] ?? new Uint8Array())).toBe(true)
  }
  for (const n of [3, 4, 5])
    await images
      .getByRole('option')
      .nth(n - 1)
      .click()
  await expect(selected).toHaveCount(1)
  const single = await savedBy(studio, () => saving.click())
  expect(single.name).toBe(nameOf(12))
  await expect(page.getByText(`1 image saved as ${single.name}`)).toBeVisible()

  await page.getByRole('button', { name: 'Clear selection' }).click()
  await expect(selected).toHaveCount(0)
  await tabTo(page, images.locator('[tabindex="0"]'))
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(selected).toHaveCount(3)
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(selected).toHaveCount(2)
  await page.keyboard.press('ControlOrMeta+a')
  await expect(selected).toHaveCount(COUNT)
  expect(await seriousViolations(page)).toEqual([])

  const zip = await savedBy(studio, () => saving.click())
  expect(Object.keys(unzipSync(zip.bytes))).toHaveLength(COUNT)
  const grid = await savedBy(studio, () => page.getByRole('button', { name: 'Save grid' }).click())
  expect(grid.name).toBe(`${RUN}-step-${STEPS}-seed-6-grid.png`)
  expect(decode(grid.bytes).width).toBe(4 * SIZE)
})
