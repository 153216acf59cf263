import { drawn, GRID_SIZE, grid, LAST, openGallery, save, timeline } from '../features/gallery'
import { expect, STEPS, test } from '../features/trained'
import type { Locator } from '@playwright/test'

test('the slider, the buttons and the keys all move along the timeline', async ({
  trained: { page },
}) => {
  await openGallery(page)
  await expect(timeline(page)).toHaveAttribute('max', String(LAST))
  const last = await drawn(grid(page, LAST))

  await timeline(page).fill('1')
  await expect(grid(page, 1)).toBeVisible()
  await expect(timeline(page)).toHaveAttribute('aria-valuetext', /^Step 10 /)
  await expect.poll(() => drawn(grid(page, 1))).not.toBe(last)

  await page.getByRole('button', { name: 'Next grid' }).click()
  await expect(grid(page, 2)).toBeVisible()
  await page.getByRole('button', { name: 'Previous grid' }).click()
  await expect(grid(page, 1)).toBeVisible()

  for (const [key, index] of [
    ['ArrowRight', 2],
    ['ArrowLeft', 1],
    ['ArrowLeft', 0],
    ['ArrowLeft', 0],
    ['End', LAST],
    ['ArrowRight', LAST],
    ['Home', 0],
  ] as const) {
    await page.keyboard.press(key)
    await expect(grid(page, index), key).toBeVisible()
  }
  await expect(page.getByRole('button', { name: 'Previous grid' })).toBeDisabled()
  await page.getByRole('button', { name: 'Last grid' }).click()
  await expect(grid(page, LAST)).toBeVisible()
  await page.getByRole('button', { name: 'First grid' }).click()
  await expect(grid(page, 0)).toBeVisible()
})

test('arrow keys move between grids, not tabs, as soon as the gallery is opened', async ({
  trained: { page },
}) => {
  await openGallery(page)
  await page.keyboard.press('ArrowLeft')
  await expect(grid(page, LAST - 1)).toBeVisible()
  await page.keyboard.press('Home')
  await expect(grid(page, 0)).toBeVisible()
  // With the focus on a tab, they move between tabs.
  await page.getByRole('tab', { name: 'Gallery' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('tab', { name: 'Training' })).toBeFocused()
  await expect(page.getByRole('region', { name: 'Activity' })).toBeVisible()
})

test('the timeline plays from the first grid to the last and stops there', async ({
  trained: { page },
}) => {
  await openGallery(page)
  await page
    .getByRole('radiogroup', { name: 'Speed (fps)' })
    .getByRole('radio', { name: '30' })
    .check()
  await page.evaluate(`(() => {
    const slider = document.querySelector('input[type=range][aria-label=Timeline]')
    window.__seen = [slider.value]
    new MutationObserver(() => window.__seen.push(slider.value)).observe(slider, {
      attributes: true,
      attributeFilter: ['aria-valuetext'],
    })
  })()`)
  await page.getByRole('button', { name: 'Play' }).click()
  // The first value is the last grid, which was open before.
  await expect.poll(() => page.evaluate('window.__seen.slice(1).at(-1)')).toBe(String(LAST))
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  const seen = (await page.evaluate('window.__seen')) as string[]
  // Playing from the last grid starts again at the first, and never moves back.
  const played = seen.slice(1).map(Number)
  expect(played[0]).toBeLessThan(LAST)
  expect(played).toEqual(played.toSorted((a, b) => a - b))
  await expect(timeline(page)).toHaveValue(String(LAST))
})

test('two grids can be compared side by side', async ({ trained: { page } }) => {
  await openGallery(page)
  const compare = page.getByRole('switch', { name: 'Compare' })
  await compare.check()
  const [a, b] = ['A', 'B'].map((side) =>
    page.getByRole('img', { name: new RegExp(`^Generated images, ${side}:`) }),
  ) as [Locator, Locator]
  await expect(a).toHaveAccessibleName(/Step 0\b/)
  await expect(b).toHaveAccessibleName(new RegExp(`Step ${STEPS} `))
  await expect.poll(async () => (await drawn(a)) === (await drawn(b))).toBe(false)
  await page.getByRole('slider', { name: 'Timeline A' }).fill(String(LAST))
  await expect(a).toHaveAccessibleName(new RegExp(`Step ${STEPS} `))
  await expect.poll(async () => (await drawn(a)) === (await drawn(b))).toBe(true)
  await compare.uncheck()
  await expect(a).toBeHidden()
})

test('Space plays while an opened image has the focus, and presses a button that has it', async ({
  trained: { page },
}) => {
  await openGallery(page)
  const thumbnail = page.getByRole('button', { name: 'Zoom in on image 3 of 25' })
  await page.getByRole('button', { name: 'Previous grid' }).click()
  await thumbnail.click()
  await expect(grid(page, LAST - 1)).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(grid(page, LAST)).toBeVisible()
  await expect(grid(page, LAST)).toBeFocused()
  await page.getByRole('button', { name: 'Previous grid' }).press('Space')
  await expect(grid(page, LAST - 1)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(thumbnail).toBeFocused()
})

test('the grid fills the stage in whole pixels, and zooming leaves the buttons in place', async ({
  trained: studio,
}) => {
  const { page } = studio
  await openGallery(page)
  const zoom = page.getByRole('group', { name: 'Size on screen' })
  const [larger, smaller, fit] = ['Larger', 'Smaller', 'Fit'].map((name) =>
    zoom.getByRole('button', { name }),
  ) as [Locator, Locator, Locator]
  const widthShown = async () => (await grid(page, LAST).boundingBox())?.width ?? 0
  const fitting = await widthShown()
  expect(fitting % GRID_SIZE).toBe(0)
  // The whole grid is in view at the top of the page, above the timeline.
  const timeline = await page.getByRole('slider', { name: 'Timeline' }).boundingBox()
  const shownGrid = await grid(page, LAST).boundingBox()
  expect((shownGrid?.y ?? 0) + (shownGrid?.height ?? NaN)).toBeLessThanOrEqual(timeline?.y ?? 0)
  const window = page.viewportSize()?.height ?? 0
  expect(fitting).toBeGreaterThan((window - 250) / 1.5)
  const [place, chosen] = [await larger.boundingBox(), fitting / GRID_SIZE]
  for (const button of [larger, larger, smaller]) {
    await button.click()
    expect(await larger.boundingBox()).toEqual(place)
    expect((await widthShown()) % GRID_SIZE).toBe(0)
  }
  expect(await widthShown()).toBeGreaterThan(fitting)
  const shown = await save(studio, /as shown/)
  expect(shown.size).toEqual([await widthShown(), await widthShown()])
  await fit.click()
  await expect.poll(widthShown).toBe(chosen * GRID_SIZE)
  expect(await larger.boundingBox()).toEqual(place)
})
