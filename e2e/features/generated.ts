import { fill } from '../app'
import { expect } from './trained'
import type { Page } from '@playwright/test'

/* Generating images of the shared run. */

export const COUNT = 12
export const SIZE = 8

/** Generates images on the open screen, and waits until they are shown. */
export async function generate(page: Page, seed: number, count = COUNT): Promise<void> {
  const before = await sheetUrl(page)
  await fill(page, { Images: count, Seed: seed })
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: `${count} images` })).toBeVisible()
  // Another sheet, and not the moment without one.
  await expect.poll(async () => ['', before].includes(await sheetUrl(page))).toBe(false)
}

/** The address of the sheet that the images on the screen are cut from. */
export async function sheetUrl(page: Page): Promise<string> {
  const url = await page.evaluate(`(() => {
    const image = document.querySelector('[role=option] .pixels')
    const background = image === null ? '' : getComputedStyle(image).backgroundImage
    return /url\\("(.*)"\\)/.exec(background)?.[1] ?? ''
  })()`)
  return String(url)
}
