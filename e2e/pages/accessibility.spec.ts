import { action, fill, fold, goTo, openRun, runCard, state, stepPast } from '../app'
import { seriousViolations } from '../features/axe'
import { unreachableByTab, tabTo, typeInto } from '../features/keyboard'
import { expect, RUN, test } from '../features/trained'
import type { Page } from '@playwright/test'

/** Waits until the engines have been probed; their controls are there only then. */
const enginesListed = (page: Page): Promise<void> =>
  expect(page.getByRole('button', { name: 'Check again' })).toBeVisible()

const screens: Record<string, (page: Page) => Promise<void>> = {
  runs: (page) => expect(runCard(page, RUN)).toBeVisible(),
  'new run': async (page) => {
    await goTo(page, 'New run')
    await expect(page.getByRole('definition').first()).toBeVisible()
    await enginesListed(page)
    await fill(page, { 'Image size': 3 })
    await expect(page.getByText('1 field needs fixing')).toBeVisible()
  },
  queue: async (page) => {
    await goTo(page, 'Queue')
    await expect(page.getByRole('heading', { name: 'The queue is empty' })).toBeVisible()
  },
  sweeps: async (page) => {
    await goTo(page, 'Sweeps')
    await expect(page.getByRole('heading', { name: 'No sweeps yet' })).toBeVisible()
  },
  training: async (page) => {
    await openRun(page, RUN, 'Finished')
    await expect(page.getByRole('button', { name: 'D loss' })).toBeVisible()
    await expect(
      page.getByRole('region', { name: 'Latest samples' }).getByRole('img'),
    ).toBeVisible()
  },
  'the enlarged samples': async (page) => {
    await openRun(page, RUN, 'Finished')
    for (const folded of await page.locator('summary').all()) await folded.click()
    await page.getByRole('button', { name: 'Enlarge the samples' }).click()
    await expect(page.getByRole('gridcell').first().getByRole('button')).toBeVisible()
  },
  gallery: async (page) => {
    await openRun(page, RUN, 'Finished')
    await page.getByRole('tab', { name: 'Gallery' }).click()
    await page.getByRole('switch', { name: 'Compare' }).check()
    await expect(page.getByRole('gridcell').first().getByRole('button')).toBeVisible()
  },
  quality: async (page) => {
    await openRun(page, RUN, 'Finished')
    await page.getByRole('tab', { name: 'Quality' }).click()
    await expect(page.getByRole('heading', { name: 'Not measured yet' })).toBeVisible()
  },
  'the export': async (page) => {
    await openRun(page, RUN, 'Finished')
    await page.getByRole('tab', { name: 'Gallery' }).click()
    await page.getByRole('button', { name: 'Export…' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  generate: async (page) => {
    await goTo(page, 'Generate')
    await fill(page, { Images: 6 })
    await page.getByRole('button', { name: 'Generate', exact: true }).click()
    const images = page.getByRole('listbox', { name: 'Generated images' }).getByRole('option')
    await images.nth(0).click()
    await images.nth(1).click()
    await page.getByRole('button', { name: 'Interpolate' }).click()
    await expect(page.getByRole('slider', { name: 'Position' })).toBeVisible()
  },
  learn: async (page) => {
    await page.getByRole('link', { name: 'Learn', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'How a GAN learns' })).toBeVisible()
  },
  settings: async (page) => {
    await goTo(page, 'Settings')
    await enginesListed(page)
    await expect(page.getByRole('radio', { name: 'WebAssembly', exact: true })).toBeVisible()
  },
  'an unknown address': async (page) => {
    await page.evaluate(`location.hash = '#/nothing/here'`)
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  },
}

for (const [name, show] of Object.entries(screens)) {
  test(`Tab reaches every control on ${name}, and axe finds no serious violation, light or dark`, async ({
    trained: { page },
  }) => {
    await show(page)
    expect(await unreachableByTab(page)).toEqual([])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      expect(await seriousViolations(page), colorScheme).toEqual([])
    }
  })
}

test('a run can be started, paused, continued and stopped by keyboard alone', async ({
  studio: { page },
}) => {
  expect(await seriousViolations(page)).toEqual([])
  await tabTo(page, page.getByRole('link', { name: 'Choose settings first' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'New run' })).toBeFocused()
  await typeInto(page, 'Name', 'By hand')
  await typeInto(page, 'Batch size', '8')
  const automatic = page.getByRole('radio', { name: 'Automatic' })
  const wasm = page.getByRole('radio', { name: 'WebAssembly', exact: true })
  await expect(wasm).toBeEnabled()
  await tabTo(page, automatic)
  while (!(await wasm.isChecked())) {
    await page.keyboard.press('ArrowDown')
    await expect(automatic).not.toBeChecked()
  }
  await tabTo(page, fold(page, 'Data'))
  await page.keyboard.press('Enter')
  await typeInto(page, 'Image size', '8')
  await tabTo(page, page.getByRole('button', { name: 'Start training' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'By hand' })).toBeFocused()
  await stepPast(page, 0)
  expect(await seriousViolations(page)).toEqual([])
  for (const [press, then] of [
    ['Pause', 'Paused'],
    ['Continue', 'Training'],
    ['Stop', 'Stopped'],
  ] as const) {
    await tabTo(page, action(page, press))
    await page.keyboard.press('Enter')
    await expect(state(page)).toHaveText(then)
  }
  await tabTo(page, page.getByRole('tab', { name: 'Training' }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Gallery' })).toBeFocused()
  await expect(page.getByRole('img', { name: /^Generated images: Step \d/ })).toBeVisible()
})
