import { goTo } from '../app'
import { expect, test } from '../fixtures'
import type { Page } from '@playwright/test'

/* Screens are loaded when they are opened, or before that when the page has nothing else to do. */

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

/** Loads the page again with the scripts of a screen held back. @returns lets them through */
async function reloadHolding(page: Page, script: string): Promise<() => void> {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(`**/assets/${script}-*.js`, async (route) => {
    await released
    await route.continue()
  })
  await page.reload()
  await expect(heading(page, 'Runs')).toBeVisible()
  return release
}

test('all screens arrive by themselves, and are then there at once', async ({
  studio: { page },
}) => {
  await page.reload()
  const late: string[] = []
  await expect(heading(page, 'Runs')).toBeVisible()
  const loaded = () =>
    page.evaluate(`performance.getEntriesByType('resource').map(({ name }) => name).join(' ')`)
  await expect.poll(loaded).toContain('SettingsScreen')
  await page.waitForLoadState('networkidle')
  page.on('request', (request) => {
    if (request.url().endsWith('.js')) late.push(request.url())
  })
  for (const screen of ['New run', 'Data', 'Generate', 'Settings']) {
    await page.evaluate(`document.querySelector('nav a[title="${screen}"]').click()`)
    await expect(heading(page, screen)).toBeFocused()
    await expect(page.locator('main .placeholder')).toHaveCount(0)
  }
  expect(late).toEqual([])
})

test('a slow screen shows its title, and takes the focus along when it arrives', async ({
  studio: { page },
}) => {
  const release = await reloadHolding(page, 'DataScreen')
  await goTo(page, 'Data')
  await expect(heading(page, 'Data')).toBeFocused()
  await expect(page).toHaveTitle('Data · GAN Studio')
  await expect(page.getByRole('link', { name: 'Add data set' })).toBeHidden()
  release()
  await expect(page.getByRole('link', { name: 'Add data set' })).toBeVisible()
  await expect(heading(page, 'Data')).toBeFocused()
})

test('a slow screen leaves the focus to those who have moved on', async ({ studio: { page } }) => {
  const release = await reloadHolding(page, 'DataScreen')
  await goTo(page, 'Data')
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Learn' })
  await link.focus()
  release()
  await expect(page.getByRole('link', { name: 'Add data set' })).toBeVisible()
  await expect(link).toBeFocused()
})

test('a screen that is left before it arrives does not appear', async ({ studio: { page } }) => {
  const release = await reloadHolding(page, 'DataScreen')
  await goTo(page, 'Data')
  await goTo(page, 'Settings')
  release()
  await expect(heading(page, 'Settings')).toBeFocused()
  await expect(heading(page, 'Data')).toBeHidden()
  await goTo(page, 'Data')
  await expect(page.getByRole('link', { name: 'Add data set' })).toBeVisible()
})

test('a screen that cannot be loaded says so, and is loaded by trying again', async ({
  studio: { page },
}) => {
  await page.route('**/assets/DataScreen-*.js', (route) => route.abort())
  await page.reload()
  await expect(heading(page, 'Runs')).toBeVisible()
  await goTo(page, 'Data')
  await expect(page.getByText('Couldn’t load this page')).toBeVisible()
  await expect(heading(page, 'Data')).toBeFocused()
  const retry = page.getByRole('button', { name: 'Try again' })
  await retry.press('Enter')
  await expect(page.getByText('Couldn’t load this page')).toBeVisible()
  expect(await page.evaluate('document.activeElement === document.body')).toBe(false)
  await page.unroute('**/assets/DataScreen-*.js')
  await retry.press('Enter')
  await expect(page.getByRole('link', { name: 'Add data set' })).toBeVisible()
  await expect(heading(page, 'Data')).toBeFocused()
})

test('a page that is opened at a screen shows it, with its topic', async ({ studio: { page } }) => {
  await page.evaluate(`location.hash = '#/learn?topic=losses'`)
  await page.reload()
  await expect(heading(page, 'How a GAN learns')).toBeVisible()
  await expect(page.locator('#learn-losses')).toBeFocused()
})
