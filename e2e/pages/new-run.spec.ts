import fs from 'node:fs'
import path from 'node:path'
import { fill, fold, goTo, unfold } from '../app'
import { expect, test } from '../fixtures'
import { seriousViolations } from '../features/axe'
import type { Page } from '@playwright/test'

const startButton = (page: Page) => page.getByRole('button', { name: 'Start training' })

test('advanced settings are folded with a summary, and unfold to show an error', async ({
  shared: { page },
}) => {
  await goTo(page, 'New run')
  for (const label of ['Name', 'Preset', 'Epochs', 'Batch size']) {
    await expect(page.getByLabel(label, { exact: true })).toBeVisible()
  }
  await expect(page.getByRole('radio', { name: 'Automatic' })).toBeVisible()
  const size = page.getByLabel('Image size', { exact: true })
  await expect(size).toBeHidden()
  await expect(fold(page, 'Data')).toContainText('Image size 28')
  await expect(fold(page, 'Optimisation')).toContainText('Learning rate 0.0002')

  await fold(page, 'Networks').click()
  await page.getByLabel('Architecture', { exact: true }).selectOption('dcgan')
  await fold(page, 'Data').click()
  await size.fill('30')
  await fold(page, 'Data').click()
  await expect(fold(page, 'Data')).toContainText('Image size 30 (changed)')
  // An error across fields is shown even if another field has its own error.
  await page.getByLabel('Epochs', { exact: true }).fill('')
  await expect(page.getByText('2 fields need fixing')).toBeVisible()
  await page.getByLabel('Epochs', { exact: true }).fill('5')
  await startButton(page).click()
  await expect(size).toBeFocused()
  await expect(size).toHaveAccessibleDescription(/multiple of 4/)
})

test('stopping early needs measurements, and without them none is the best', async ({
  shared: { page },
}) => {
  await goTo(page, 'New run')
  await fold(page, 'Measuring').click()
  const best = page.getByLabel('Best checkpoints kept', { exact: true })
  const patience = page.getByLabel('Early stopping patience', { exact: true })
  await expect(best).toHaveValue('1')
  await fill(page, { 'Early stopping patience': 3, 'Metrics interval': 0 })
  await expect(best).toBeHidden()
  await expect(patience).toHaveAccessibleDescription(/needs measurements: set a metrics interval/)
  await expect(page.getByText('1 field needs fixing')).toBeVisible()
  await fill(page, { 'Early stopping patience': 0 })
  await expect(page.getByText('1 field needs fixing')).toBeHidden()
})

test('a data set that is added appears without reloading, and the form keeps its values', async ({
  studio: { page, dataFolder },
}) => {
  await goTo(page, 'New run')
  const folder = path.join(dataFolder, 'datasets')
  await expect(page.getByRole('link', { name: 'Add data set…' })).toBeVisible()
  await page.getByLabel('Epochs', { exact: true }).fill('7')
  const addSet = (name: string) => {
    fs.mkdirSync(path.join(folder, name), { recursive: true })
    const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 100, 0, 0, 0, 8, 0, 0, 0, 8])
    const images = Buffer.concat([header, Buffer.alloc(100 * 8 * 8)])
    fs.writeFileSync(path.join(folder, name, 'train-images-idx3-ubyte'), images)
  }
  addSet('another')
  await goTo(page, 'Settings')
  await goTo(page, 'New run')
  await expect(page.getByRole('radio', { name: 'another' })).toBeEnabled()
  addSet('third')
  await page.evaluate(`window.dispatchEvent(new Event('focus'))`)
  await expect(page.getByRole('radio', { name: 'third' })).toBeEnabled()
  await expect(page.getByRole('radio', { name: 'mnist' })).toBeChecked()
  await expect(page.getByLabel('Epochs', { exact: true })).toHaveValue('7')
})

test('classes that do not fit the data set’s labels mark their field', async ({
  studio: { page, dataFolder },
}) => {
  const folder = path.join(dataFolder, 'datasets', 'unlabelled')
  fs.mkdirSync(folder, { recursive: true })
  const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 100, 0, 0, 0, 8, 0, 0, 0, 8])
  const images = Buffer.concat([header, Buffer.alloc(100 * 8 * 8)])
  fs.writeFileSync(path.join(folder, 'train-images-idx3-ubyte'), images)
  await goTo(page, 'New run')
  await page.getByLabel('Preset', { exact: true }).selectOption('conditional-mlp')
  await page.getByRole('radio', { name: 'unlabelled' }).check()
  await expect(page.getByText('1 field needs fixing')).toBeVisible()
  await startButton(page).click()
  const conditioning = page.getByRole('radiogroup', { name: 'Classes' })
  await expect(conditioning).toHaveAccessibleDescription(/The data set unlabelled has no labels/)
  await expect(conditioning).toHaveAttribute('aria-invalid', 'true')

  await page.getByRole('radio', { name: 'mnist' }).check()
  await expect(page.getByText('needs fixing')).toBeHidden()
  const classes = page.getByLabel('Number of classes', { exact: true })
  await classes.fill('7')
  await expect(page.getByText('1 field needs fixing')).toBeVisible()
  await expect(classes).toHaveAccessibleDescription(/mnist.*10 classes/)
  await page.getByRole('heading', { level: 1 }).click()
  await startButton(page).click()
  await expect(classes).toBeFocused()
  await classes.fill('10')
  await expect(page.getByText('needs fixing')).toBeHidden()
  await page.getByLabel('Preset', { exact: true }).selectOption('reference')
  await page.getByRole('radio', { name: 'unlabelled' }).check()
  const batch = page.getByLabel('Batch size', { exact: true })
  await batch.fill('101')
  await expect(batch).toHaveAccessibleDescription(/100 images/)
})

test('numbers may have thousands separators, and a decimal comma is explained', async ({
  shared: { page },
}) => {
  await goTo(page, 'New run')
  const limit = page.getByLabel('Step limit', { exact: true })
  for (const text of ['1,000', '1 000', '１０００']) {
    await limit.fill(text)
    await expect(limit).toHaveAttribute('aria-valuenow', '1000')
  }
  await limit.fill('1,5')
  await expect(limit).toHaveAccessibleDescription(/Use a decimal point: 1\.5$/)
  await limit.fill('1.5')
  await expect(limit).toHaveAccessibleDescription(/Must be a whole number from 0 to [\d,]+\.$/)
  await limit.fill('1,0x')
  await expect(limit).toHaveAccessibleDescription(/Must be a whole number from 0 to [\d,]+\.$/)
  expect(await seriousViolations(page)).toEqual([])
})

test('Enter starts the run, or moves to the first field that needs fixing', async ({
  studio: { page },
}) => {
  await goTo(page, 'New run')
  await page.getByLabel('Preset', { exact: true }).selectOption({ label: 'Tiny' })
  await page.getByRole('radio', { name: 'WebAssembly', exact: true }).check()
  const name = page.getByLabel('Name', { exact: true })
  const size = page.getByLabel('Batch size', { exact: true })
  await size.fill('0')
  await name.fill('By keyboard')
  await name.press('Enter')
  await expect(size).toBeFocused()
  await size.fill('8')
  // Enter in the dialog saves the preset and nothing else.
  await page.getByRole('button', { name: 'Save as preset' }).click()
  await page.getByLabel('Preset name').fill('Mine')
  await page.getByLabel('Preset name').press('Enter')
  await expect(page.getByText('Preset “Mine” saved')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'New run' })).toBeVisible()
  await size.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'By keyboard' })).toBeVisible()
})

test('a run that cannot fit in memory is refused before it starts, with a size that fits', async ({
  shared: { page },
}) => {
  await goTo(page, 'New run')
  await page.getByRole('radio', { name: 'WebAssembly', exact: true }).check()
  await fill(page, { 'Image size': 256 })
  await page.getByRole('radio', { name: '3 (colour)' }).check()
  const refusal = page.getByRole('alert').filter({ hasText: 'would fit' })
  await expect(refusal).toContainText(/60,000 images take [\d.]+ GB/)
  await expect(refusal).toContainText(/image size \d+/)
  await startButton(page).click()
  await expect(refusal).toBeFocused()
  await expect(page.getByRole('heading', { level: 1, name: 'New run' })).toBeVisible()
  const size = Number(/image size (\d+)/.exec(await refusal.innerText())?.[1])
  await fill(page, { 'Image size': size })
  await expect(refusal).toBeHidden()

  await fill(page, { 'Image size': 28, 'Batch size': 1 })
  await expect(page.getByLabel('Batch size', { exact: true })).toHaveAccessibleDescription(
    /batch norm/,
  )
})

test('the switch for compiling is disabled for an engine that cannot compile', async ({
  shared: { page },
}) => {
  await goTo(page, 'New run')
  await unfold(page)
  const compile = page.getByRole('switch', { name: 'Compile the training step' })
  await page.getByRole('radio', { name: 'WebAssembly', exact: true }).check()
  await expect(compile).toBeDisabled()
  await expect(compile).not.toBeChecked()
  await expect(compile).toHaveAccessibleDescription(/Only TensorFlow/)
})

test('an address with changes to an unknown run leaves the form unchanged', async ({
  shared: { page },
}) => {
  await goTo(page, 'New run')
  await page.evaluate(`location.hash = '#/new?from=none&learningRate=0.0001'`)
  await expect(fold(page, 'Optimisation')).toContainText('Learning rate 0.0002')
})
