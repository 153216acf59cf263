import { savedBy } from '../app'
import { drawn, GRID_SIZE, grid, LAST, openGallery, save, SIZE } from './gallery'
import { expect, GRIDS, RUN, SAMPLE_EVERY, STEPS, test } from './trained'

test('one image can be opened, followed along the timeline, and saved', async ({
  trained: studio,
}) => {
  const { page } = studio
  await openGallery(page)
  const original = await save(studio, /original/)
  expect(original).toEqual({ name: `${RUN}-step-${STEPS}.png`, size: [GRID_SIZE, GRID_SIZE] })

  const thumbnail = page.getByRole('button', { name: 'Zoom in on image 8 of 25' })
  await thumbnail.press('Enter')
  await expect(page.getByText('Image 8', { exact: true })).toBeVisible()
  await expect(grid(page, LAST)).toBeFocused()
  const zoomed = await drawn(grid(page, LAST))
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => drawn(grid(page, LAST - 1))).not.toBe(zoomed)
  const name = `${RUN}-step-${STEPS - SAMPLE_EVERY}-image-8`
  expect(await save(studio, /original/)).toEqual({ name: `${name}.png`, size: [SIZE, SIZE] })
  const larger = await save(studio, /8×/)
  expect(larger).toEqual({ name: `${name}-8x.png`, size: [8 * SIZE, 8 * SIZE] })

  await page.keyboard.press('Escape')
  await expect(page.getByText('Image 8', { exact: true })).toBeHidden()
  await expect(thumbnail).toBeFocused()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Whole grid' }).press('Enter')
  await expect(thumbnail).toBeFocused()
})

test('leaving the gallery ends an export, which saves nothing', async ({ trained: studio }) => {
  const { page } = studio
  await openGallery(page)
  await page.getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the timeline' })
  await dialog.getByRole('radio', { name: 'GIF' }).check()
  const saved: string[] = []
  page.on('download', (file) => saved.push(file.suggestedFilename()))
  // Leaves before the first frame is loaded.
  await page.evaluate(`(() => {
    const buttons = [...document.querySelectorAll('dialog[open] button')]
    buttons.find(({ textContent }) => textContent.includes('Save GIF')).click()
    location.hash = '#/runs'
  })()`)
  await openGallery(page)
  expect(studio.frameworkErrors).toEqual([])
  expect(saved).toEqual([])
})

test('the timeline can be exported as a GIF of all its grids', async ({ trained: studio }) => {
  const { page } = studio
  await openGallery(page)
  await page.getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the timeline' })
  await expect(dialog).toContainText(`${GRIDS} frames`)
  await dialog.getByRole('radio', { name: 'GIF' }).check()
  const file = await savedBy(studio, () => dialog.getByRole('button', { name: 'Save GIF' }).click())
  expect(file.name).toBe(`${RUN}.gif`)
  expect(file.bytes.toString('latin1', 0, 6)).toBe('GIF89a')
  // A graphic control extension precedes each frame, and the trailer ends the file.
  const control = Buffer.from([0x21, 0xf9, 0x04])
  expect(file.bytes.toString('latin1').split(control.toString('latin1'))).toHaveLength(GRIDS + 1)
  expect(file.bytes.at(-1)).toBe(0x3b)
  await expect(dialog).toBeHidden()
})
