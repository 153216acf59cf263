import fs from 'node:fs'
import { goTo } from '../app'
import { expect, test } from '../fixtures'

test('a preset is saved to a file and opened from one, and a bad file is explained', async ({
  studio: { page },
}) => {
  await goTo(page, 'New run')
  const epochs = page.getByLabel('Epochs', { exact: true })
  await epochs.fill('7')
  await page.getByRole('button', { name: 'Save as preset' }).click()
  await page.getByLabel('Preset name').fill('Seven epochs')
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save to file…' }).click()
  const file = await saving
  expect(file.suggestedFilename()).toBe('Seven-epochs.json')
  const content = fs.readFileSync(await file.path())
  await epochs.fill('8')

  const open = async (name: string, buffer: Buffer) => {
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open preset file…' }).click()
    await (await choosing).setFiles({ name, mimeType: 'application/json', buffer })
  }
  await open('bad.json', Buffer.from('{"name":"Bad","hyperparameters":{"momentum":1}}'))
  await expect(page.getByText('Couldn’t open bad.json as a preset')).toBeVisible()
  await expect(page.getByText(/hyperparameters\.momentum/)).toBeVisible()
  await expect(epochs).toHaveValue('8')
  await open('good.json', content)
  await expect(epochs).toHaveValue('7')
  await expect(page.getByText('Preset “Seven epochs” opened and saved')).toBeVisible()
  const preset = page.getByLabel('Preset', { exact: true })
  await expect(preset.locator('option:checked')).toHaveText('Seven epochs')
})
