import { createHash } from 'node:crypto'
import { decode } from 'fast-png'
import { strFromU8, unzipSync } from 'fflate'
import { z } from 'zod'
import { bytesAt, goTo, overflow, savedBy } from '../app'
import { COUNT, generate, sheetUrl, SIZE } from './generated'
import { expect, RUN, STEPS, test } from './trained'
import type { Page } from '@playwright/test'

const manifestSchema = z.object({
  source: z.unknown(),
  seed: z.number(),
  images: z.array(z.looseObject({ file: z.string().optional() })),
})

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
    await expect.poll(() => overflow(page)).toBe(0)
  }
  // Selecting another image keeps the interpolation.
  await images.getByRole('option', { name: 'Image 4', exact: true }).click()
  await expect(between).toContainText('3 images are selected')
  await expect(between.getByRole('img', { name: 'Interpolation in 5 images' })).toBeVisible()
})
