import { decode } from 'fast-png'
import { openRun, savedBy } from '../app'
import { expect, GRIDS, RUN, SAMPLE_EVERY } from './trained'
import type { StudioUnderTest } from '../fixtures'
import type { Locator, Page } from '@playwright/test'

/* The gallery of the shared run. */

export const SIZE = 8

export const LAST = GRIDS - 1

export async function openGallery(page: Page): Promise<void> {
  await openRun(page, RUN, 'Finished')
  await page.getByRole('tab', { name: 'Gallery' }).click()
  await expect(grid(page, LAST)).toBeVisible()
}

export const timeline = (page: Page): Locator =>
  page.getByRole('slider', { name: 'Timeline', exact: true })

/** The image of the grid at a position of the timeline, from 0. */
export const grid = (page: Page, index: number): Locator =>
  page.getByRole('img', { name: new RegExp(`^Generated images: Step ${index * SAMPLE_EVERY}\\b`) })

/** A canvas's content as a data URL. */
export const drawn = (picture: Locator): Promise<string> =>
  picture.locator('canvas').evaluate((canvas) => (canvas as unknown as Canvas).toDataURL())
interface Canvas {
  toDataURL(): string
}

/** Saves what is shown in the size with this name. */
export async function save(studio: StudioUnderTest, size: RegExp) {
  const { page } = studio
  await page.getByRole('button', { name: 'Save PNG' }).click()
  const file = await savedBy(studio, () => page.getByRole('menuitem', { name: size }).click())
  const { width, height } = decode(file.bytes)
  return { name: file.name, size: [width, height] }
}

/** The side of the whole grid in pixels, with 2 of padding around each image. */
export const GRID_SIZE = 5 * (SIZE + 2) + 2
