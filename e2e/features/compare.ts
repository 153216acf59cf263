import { runCard } from '../app'
import { expect } from '../fixtures'
import type { Locator, Page } from '@playwright/test'

/* The Compare screen. */

/** Selects these runs in the list of runs, and compares them. */
export async function compareRuns(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await expect(runCard(page, name)).toBeVisible()
    await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
  }
  await page.getByRole('link', { name: 'Compare', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Compare runs' })).toBeVisible()
}

/** A metric's chart. */
export const chartOf = (page: Page, metric: string): Locator =>
  page.getByRole('figure', { name: metric, exact: true })

/** The part of a canvas element that the helper below uses, as the page runs it. */
interface Canvas {
  width: number
  height: number
  clientWidth: number
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray }
  }
}

/**
 * Finds a place on a chart's canvas that has exactly this colour, in CSS pixels.
 *
 * @param token the custom property with the colour
 */
async function placeOfColour(
  page: Page,
  canvas: Locator,
  token: string,
): Promise<{ x: number; y: number } | undefined> {
  const colour = String(
    await page.evaluate(
      `getComputedStyle(document.documentElement).getPropertyValue('${token}').trim()`,
    ),
  )
  const rgb = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16))
  return canvas.evaluate((element, wanted) => {
    const canvas = element as unknown as Canvas
    const { width, height, clientWidth } = canvas
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
    for (let i = 0; i < data.length; i += 4) {
      if (wanted.some((value, channel) => data[i + channel] !== value) || data[i + 3] !== 255)
        continue
      const pixel = i / 4
      const scale = clientWidth / width
      return { x: (pixel % width) * scale, y: Math.floor(pixel / width) * scale }
    }
    return undefined
  }, rgb)
}

/** Clicks a metric's curve of this colour once it is drawn. */
export async function clickCurve(page: Page, metric: string, token: string): Promise<void> {
  const canvas = chartOf(page, metric).locator('canvas').first()
  await canvas.scrollIntoViewIfNeeded()
  let place: { x: number; y: number } | undefined
  await expect
    .poll(async () => (place = await placeOfColour(page, canvas, token)) !== undefined)
    .toBe(true)
  if (place !== undefined) await canvas.click({ position: place })
}

/** The names in the table of metrics, from top to bottom. */
export const namesInTable = (page: Page): Promise<string[]> =>
  metricsTable(page).getByRole('rowheader').allInnerTexts()

export const metricsTable = (page: Page): Locator =>
  page.getByRole('region', { name: 'Metrics' }).getByRole('table')
