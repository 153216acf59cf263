import { goTo, overflow } from '../app'
import { expect, test } from '../fixtures'
import { seriousViolations } from '../features/axe'
import type { Page } from '@playwright/test'

test('hints and marks follow the chosen preset', async ({ shared: { page } }) => {
  await goTo(page, 'New run')
  const epochs = page.getByLabel('Epochs', { exact: true })
  await expect(page.getByText('1 to 100,000, default 50')).toBeVisible()
  await page.getByLabel('Preset', { exact: true }).selectOption('dcgan')
  await expect(epochs).toHaveValue('20')
  await expect(page.getByText('1 to 100,000, preset: 20')).toBeVisible()
  await expect(page.getByText(/Radford et al/)).toBeVisible()
  const legend = page.getByRole('paragraph').filter({ hasText: 'Changed from the preset' })
  await expect(legend).toBeHidden()
  await epochs.fill('1,000')
  await expect(legend).toBeVisible()
  await expect(epochs).toHaveAccessibleDescription(/^Changed from the preset/)
  await page.getByRole('button', { name: 'Reset Epochs to 20' }).click()
  await expect(legend).toBeHidden()
})

test('changes from the preset are listed, and each can be reset with one click', async ({
  shared: { page },
}) => {
  await goTo(page, 'New run')
  const seed = page.getByLabel('Seed', { exact: true })
  const epochs = page.getByLabel('Epochs', { exact: true })
  const changes = page.getByRole('list', { name: /^Changed from the preset “Reference GAN”/ })
  await seed.fill('9')
  await epochs.fill('7')
  await expect(changes.getByRole('listitem')).toHaveCount(3)
  expect(await seriousViolations(page)).toEqual([])
  for (const width of [480, 1024, 1440]) {
    await page.setViewportSize({ width, height: 800 })
    await expect.poll(() => overflow(page), `${width} pixels`).toBe(0)
  }
  await changes.getByRole('button', { name: 'Seed 9, reset to 1' }).press('Enter')
  await expect(seed).toHaveValue('1')
  await expect(epochs).toHaveValue('7')
  await seed.fill('9')
  await changes.getByRole('button', { name: 'Reset all' }).click()
  await expect(changes).toBeHidden()
  await expect(epochs).toHaveValue('50')
})

/** Opens a preset file with this content in the form. */
async function openPreset(page: Page, content: object): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open preset file…' }).click()
  const buffer = Buffer.from(JSON.stringify(content))
  await (await choosing).setFiles({ name: 'preset.json', mimeType: 'application/json', buffer })
}

test('a preset gets no built-in preset’s name, and replaces another only as the button says', async ({
  studio: { page },
}) => {
  await goTo(page, 'New run')
  const epochs = page.getByLabel('Epochs', { exact: true })
  const preset = page.getByLabel('Preset', { exact: true })
  const name = page.getByLabel('Preset name')
  const save = page.getByRole('button', { name: 'Save', exact: true })
  await epochs.fill('7')
  await page.getByRole('button', { name: 'Save as preset' }).click()
  for (const taken of ['dcgan', 'Reference GAN']) {
    await name.fill(taken)
    await expect(name).toHaveAccessibleDescription(
      `“${taken}” is a built-in preset. Choose another name.`,
    )
    await expect(save).toBeDisabled()
    await name.press('Enter')
    await expect(name).toBeVisible()
  }
  expect(await seriousViolations(page)).toEqual([])
  await name.fill('Seven')
  await save.click()
  await expect(page.getByText('Preset “Seven” saved')).toBeVisible()

  await epochs.fill('8')
  await page.getByRole('button', { name: 'Save as preset' }).click()
  await name.fill('Seve')
  await expect(save).toBeEnabled()
  await name.fill('Seven')
  await expect(save).toBeHidden()
  await page.getByRole('button', { name: 'Replace', exact: true }).click()
  await expect(preset.locator('option:checked')).toHaveText('Seven')

  await openPreset(page, { name: 'dcgan', hyperparameters: { epochs: 9 } })
  await expect(page.getByText('“dcgan” opened and saved as “dcgan 2”')).toBeVisible()
  await expect(epochs).toHaveValue('9')
  await expect(preset.locator('option', { hasText: /^(dcgan 2|Seven)$/ })).toHaveCount(2)
})

test('a chosen preset that replaces changes can be undone, and a changed one stays described', async ({
  shared: { page },
}) => {
  await goTo(page, 'New run')
  const epochs = page.getByLabel('Epochs', { exact: true })
  const preset = page.getByLabel('Preset', { exact: true })
  await preset.selectOption('dcgan')
  await epochs.fill('7')
  await expect(preset.locator('option:checked')).toHaveText('Custom')
  await expect(page.getByText(/Radford et al/)).toBeVisible()
  await preset.selectOption('wgan-gp')
  await expect(epochs).not.toHaveValue('7')
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(epochs).toHaveValue('7')
  await expect(page.getByText(/Radford et al/)).toBeVisible()
})
