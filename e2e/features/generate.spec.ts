import { createHash } from 'node:crypto'
import { decode } from 'fast-png'
import { strFromU8, unzipSync } from 'fflate'
import { z } from 'zod'
import { bytesAt, fill, goTo, overflow, savedBy } from '../app'
import { seriousViolations } from './axe'
import { tabTo } from './keyboard'
import { expect, RUN, STEPS, test } from './trained'
import type { Page } from '@playwright/test'

const COUNT = 12
const SIZE = 8

const manifestSchema = z.object({
  source: z.unknown(),
  seed: z.number(),
  images: z.array(z.looseObject({ file: z.string().optional() })),
})

/** Generates images on the open screen, and waits until they are shown. */
async function generate(page: Page, seed: number, count = COUNT): Promise<void> {
  const before = await sheetUrl(page)
  await fill(page, { Images: count, Seed: seed })
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: `${count} images` })).toBeVisible()
  // Another sheet, and not the moment without one.
  await expect.poll(async () => ['', before].includes(await sheetUrl(page))).toBe(false)
}

/** The address of the sheet that the images on the screen are cut from. */
async function sheetUrl(page: Page): Promise<string> {
  const url = await page.evaluate(`(() => {
    const image = document.querySelector('[role=option] .pixels')
    const background = image === null ? '' : getComputedStyle(image).backgroundImage
    return /url\\("(.*)"\\)/.exec(background)?.[1] ?? ''
  })()`)
  return String(url)
}

async function generateAndRead(page: Page, seed: number): Promise<Buffer> {
  await generate(page, seed)
  return bytesAt(page, await sheetUrl(page))
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('a seed reproduces its images byte for byte, and another seed gives others', async ({
  trained: { page },
}) => {
  await goTo(page, 'Generate')
  await expect(page.getByRole('combobox', { name: 'Run' })).toContainText(RUN)
  const newest = page.getByRole('radio', { name: `Step ${STEPS} ` })
  await expect(newest).toBeChecked()
  await page.getByRole('radio', { name: 'Step 40 ' }).check()
  const first = await generateAndRead(page, 7)
  const other = await generateAndRead(page, 8)
  const again = await generateAndRead(page, 7)
  expect(sha256(again)).toBe(sha256(first))
  expect(sha256(other)).not.toBe(sha256(first))
  // Another checkpoint gives other images.
  await newest.check()
  expect(sha256(await generateAndRead(page, 7))).not.toBe(sha256(first))
})

test('the archives contain the images shown, and their source', async ({ trained: studio }) => {
  const { page } = studio
  await goTo(page, 'Generate')
  await generate(page, 3)
  const sheet = decode(await bytesAt(page, await sheetUrl(page)))

  const zip = await savedBy(studio, () =>
    page.getByRole('button', { name: 'Save all (ZIP)' }).click(),
  )
  expect(zip.name).toMatch(/\.zip$/)
  const files = unzipSync(zip.bytes)
  const manifest = manifestSchema.parse(
    JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())),
  )
  expect(manifest.seed).toBe(3)
  expect(JSON.stringify(manifest.source)).toContain(String(STEPS))
  expect(manifest.images).toHaveLength(COUNT)
  expect(Object.keys(files)).toHaveLength(COUNT + 1)
  const images = manifest.images.map(({ file = '' }) => decode(files[file] ?? new Uint8Array()))
  for (const { width, height } of images) expect([width, height]).toEqual([SIZE, SIZE])
  const pixels = Buffer.concat(images.map(({ data }) => Buffer.from(data)))

  const idx = await savedBy(studio, () => page.getByRole('button', { name: 'IDX' }).click())
  const { 'train-images-idx3-ubyte': idxFile = new Uint8Array() } = unzipSync(idx.bytes)
  const header = [0, 0, 8, 3, 0, 0, 0, COUNT, 0, 0, 0, SIZE, 0, 0, 0, SIZE]
  expect([...idxFile.subarray(0, 16)]).toEqual(header)
  // Both archives and the sheet on the screen have the same images.
  expect(sha256(idxFile.subarray(16))).toBe(sha256(pixels))
  expect(sheet.data.length).toBeGreaterThanOrEqual(pixels.length)
  const topLeft = images[0]?.data.subarray(0, SIZE)
  expect(topLeft).toHaveLength(SIZE)
  expect(sheet.data.subarray(0, SIZE)).toEqual(topLeft)
})

test('two selected images can be interpolated and saved', async ({ trained: studio }) => {
  const { page } = studio
  await goTo(page, 'Generate')
  await generate(page, 5)
  const between = page.getByRole('region', { name: 'Interpolation' })
  await expect(between).toContainText('Select two images above')
  const images = page.getByRole('listbox', { name: 'Generated images' })
  for (const n of [2, 9]) {
    await images.getByRole('option', { name: `Image ${n}`, exact: true }).click()
  }
  await expect(images.getByRole('option', { name: 'Image 2, A · start' })).toBeVisible()
  await expect(images.getByRole('option', { name: 'Image 9, B · end' })).toBeVisible()

  await between.getByRole('slider', { name: 'Frames' }).fill('5')
  await between.getByRole('button', { name: 'Interpolate' }).click()
  await expect(between.getByRole('img', { name: 'Interpolation in 5 images' })).toBeVisible()
  const position = between.getByRole('slider', { name: 'Position' })
  await expect(between.getByRole('img', { name: 'Frame 1 of 5' })).toBeVisible()
  await page.setViewportSize({ width: 1280, height: 800 })
  expect((await position.boundingBox())?.width).toBeGreaterThan(200)
  await position.press('End')
  await expect(between.getByRole('img', { name: 'Frame 5 of 5' })).toBeVisible()

  const zip = await savedBy(studio, () =>
    between.getByRole('button', { name: 'Save frames (ZIP)' }).click(),
  )
  const files = unzipSync(zip.bytes)
  const names = Object.keys(files).filter((name) => name.endsWith('.png'))
  expect(names).toHaveLength(5)
  // The first and last frame are the selected images.
  const sheetBase = (await sheetUrl(page)).replace('sheet.png', '')
  for (const [name, n] of [
    [names[0], 1],
    [names[4], 8],
  ] as const) {
    const own = decode(await bytesAt(page, `${sheetBase}image/${n}.png`))
    const end = decode(files[name ?? ''] ?? new Uint8Array())
    expect([...end.data]).toEqual([...own.data])
  }
  expect(new Set(names.map((name) => sha256(files[name] ?? new Uint8Array()))).size).toBe(5)

  const gif = await savedBy(studio, () => between.getByRole('button', { name: 'GIF' }).click())
  expect(gif.name).toBe(`${RUN}-step-${STEPS}-seed-5-images-2-to-9.gif`)
  expect(gif.bytes.subarray(0, 6).toString('latin1')).toBe('GIF89a')
  for (const width of [1024, 480]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await overflow(page)).toBe(0)
  }
  // Selecting another image keeps the interpolation.
  await images.getByRole('option', { name: 'Image 4', exact: true }).click()
  await expect(between).toContainText('3 images are selected')
  await expect(between.getByRole('img', { name: 'Interpolation in 5 images' })).toBeVisible()
})

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

test('the source of the images is described, and an error goes with its source', async ({
  trained: { page },
}) => {
  await goTo(page, 'Generate')
  await page.getByRole('slider', { name: 'Latent scale' }).fill('0.7')
  await generate(page, 9)
  await expect(page.getByText(`${RUN}, step ${STEPS}, seed 9, latent scale 0.7`)).toBeVisible()
  await page.getByRole('radio', { name: 'File', exact: true }).check()
  const file = { name: 'net.pth', mimeType: '', buffer: Buffer.from('\x80\x02}q\0', 'latin1') }
  await page.locator('input[type=file]').setInputFiles(file)
  const error = page.getByRole('alert').filter({ hasText: 'Python pickle' })
  await expect(error).toContainText('save_file')
  await expect(error).toContainText('Couldn’t open the file')
  await expect(error).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('region', { name: 'Generator' }).getByRole('alert')).toHaveCount(1)
  await page.getByRole('radio', { name: 'Run', exact: true }).check()
  await expect(error).toHaveCount(0)
})
