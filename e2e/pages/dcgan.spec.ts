import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { fill, goTo, logged, numberIn, small, startRun, state } from '../app'
import { expect, test } from '../fixtures'
import type { Locator, Page } from '@playwright/test'

const STEPS = 6

/** An estimate shown in the form. */
const fact = (page: Page, name: string): Locator =>
  page.locator('dl > div').filter({ hasText: name }).getByRole('definition')

const headerSchema = z.record(z.string(), z.object({ shape: z.array(z.number()).optional() }))

/** The number of trained values in a network's last checkpoint, read from the file's header. */
function saved(dataFolder: string, network: string): number {
  const runs = path.join(dataFolder, 'runs')
  const [run = ''] = fs.readdirSync(runs).filter((name) => !name.startsWith('.'))
  const checkpoint = path.join(runs, run, 'checkpoints', String(STEPS).padStart(8, '0'))
  const bytes = fs.readFileSync(path.join(checkpoint, `${network}.safetensors`))
  const length = Number(bytes.readBigUInt64LE(0))
  const header = headerSchema.parse(JSON.parse(bytes.toString('utf8', 8, 8 + length)))
  return Object.entries(header)
    .filter(([name]) => !/__metadata__|running_|num_batches/.test(name))
    .map(([, { shape = [] }]) => shape.reduce((product, size) => product * size, 1))
    .reduce((sum, count) => sum + count, 0)
}

test('a DCGAN can be chosen, trained and used to generate', async ({ studio }) => {
  const { page, dataFolder } = studio
  await page.getByRole('link', { name: 'Choose settings first' }).click()
  const tiny = { ...small, 'Sample interval': 3, 'Step limit': STEPS }
  await fill(page, tiny)
  // The step limit is filled in last: once it shows, the estimate covers all fields.
  await expect(fact(page, 'Total steps')).toHaveText(String(STEPS))
  const reference = await fact(page, 'Generator parameters').innerText()
  await page.getByLabel('Preset', { exact: true }).selectOption('Convolutional GAN (DCGAN)')
  await expect(page.getByLabel('Architecture', { exact: true })).toHaveValue('dcgan')
  await fill(page, tiny)
  await expect(fact(page, 'Generator parameters')).not.toHaveText(reference)
  await expect(fact(page, 'Total steps')).toHaveText(String(STEPS))
  const generator = numberIn(await fact(page, 'Generator parameters').innerText())
  const discriminator = numberIn(await fact(page, 'Discriminator parameters').innerText())

  await startRun(page, 'Convolutions', {})
  await expect(logged(page, 'Drew samples at step 3')).toBeVisible()
  await expect(page.getByRole('img', { name: 'Grid of generated images' })).toBeVisible()
  await expect(state(page)).toHaveText('Finished')
  // The form's estimates match the saved files.
  expect(saved(dataFolder, 'generator')).toBe(generator)
  expect(saved(dataFolder, 'discriminator')).toBe(discriminator)

  await goTo(page, 'Generate')
  await fill(page, { Images: 4, Seed: 1 })
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: '4 images' })).toBeVisible()
  await expect(page.getByRole('option', { name: /^Image \d/ })).toHaveCount(4)
})
