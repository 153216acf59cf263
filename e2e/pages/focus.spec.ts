import { goTo, openRun } from '../app'
import { expect, GRIDS, RUN, test } from '../features/trained'
import type { Page } from '@playwright/test'

/** Whether the focus has fallen to the page, after the page has drawn twice. */
const isAdrift = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => {
    const check = () => resolve(document.activeElement === document.body)
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(check)))
  })`)

const screens: Record<string, (page: Page) => Promise<void>> = {
  runs: (page) => expect(page.getByRole('heading', { level: 2, name: RUN })).toBeVisible(),
  'new run': async (page) => {
    await goTo(page, 'New run')
    await expect(page.getByRole('button', { name: 'Start training' })).toBeVisible()
  },
  training: async (page) => {
    await openRun(page, RUN, 'Finished')
    await expect(page.getByRole('button', { name: 'D loss' })).toBeVisible()
  },
  gallery: async (page) => {
    await openRun(page, RUN, 'Finished')
    await page.getByRole('tab', { name: 'Gallery' }).click()
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  },
  generate: async (page) => {
    await goTo(page, 'Generate')
    await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeVisible()
  },
  settings: (page) => goTo(page, 'Settings'),
}

/** Everything in the page that a press may change, and its dialogs' buttons. */
const PRESSED = 'main button:not([data-cell]), dialog[open] button:not([data-cell])'

for (const [name, show] of Object.entries(screens)) {
  test(`no button on ${name} loses the focus when pressed twice`, async ({ trained: { page } }) => {
    await show(page)
    const buttons = page.locator(PRESSED)
    const lost: string[] = []
    // Counted again each time: pressing a button may remove others.
    for (let i = 0; i < (await buttons.count()); i++) {
      const button = buttons.nth(i)
      const label = await button.evaluate((node) =>
        `${node.ariaLabel ?? ''} ${node.textContent}`.trim(),
      )
      if (label.includes('Start training')) continue
      await button.focus()
      // The second press would start training there, and the run is shared.
      const presses = label.includes('Train longer') ? 1 : 2
      for (let press = 1; press <= presses; press++) {
        await page.keyboard.press('Enter')
        if (await isAdrift(page)) lost.push(`press ${press} of ${label}`)
      }
      await page.evaluate(`location.hash = '#/runs'`)
      await page.reload()
      await show(page)
    }
    expect(lost).toEqual([])
  })
}

test('when a control disappears, the control in its place gets the focus', async ({
  trained: { page },
}) => {
  await page.getByRole('checkbox', { name: `Select ${RUN}` }).check()
  await page.getByRole('button', { name: 'Clear selection' }).press('Enter')
  expect(await isAdrift(page)).toBe(false)
  await page.getByRole('searchbox').fill('no such run')
  await page.getByRole('button', { name: 'Show all' }).press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: RUN })).toBeVisible()
  expect(await isAdrift(page)).toBe(false)
  await openRun(page, RUN, 'Finished')
  const samples = page.getByRole('region', { name: 'Latest samples' })
  await samples.getByRole('list', { name: 'Recent samples' }).getByRole('button').first().click()
  await samples.getByRole('button', { name: 'Show latest' }).press('Enter')
  await expect(samples.getByRole('link', { name: 'Open in gallery' })).toBeFocused()
})

test('a button that reaches the end of its range keeps the focus and does nothing more', async ({
  trained: { page },
}) => {
  await screens['gallery']?.(page)
  const timeline = page.getByRole('slider', { name: 'Timeline', exact: true })
  const previous = page.getByRole('button', { name: 'Previous grid' })
  for (let press = 0; press < GRIDS + 2; press++) await previous.press('Enter')
  await expect(timeline).toHaveValue('0')
  await expect(previous).toBeDisabled()
  await expect(previous).toBeFocused()
  await page.getByRole('tab', { name: 'Training' }).click()
  const all = page.getByRole('region', { name: 'Charts' }).getByRole('button', { name: 'Show all' })
  await page.getByRole('button', { name: 'Zoom in' }).press('Enter')
  await expect(all).toBeEnabled()
  await all.press('Enter')
  await expect(all).toBeDisabled()
  await expect(all).toBeFocused()
})
