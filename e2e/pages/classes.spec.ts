import { strFromU8, unzipSync } from 'fflate'
import { z } from 'zod'
import { fill, goTo, savedBy, small, startRun, state } from '../app'
import { expect, test } from '../fixtures'
import { seriousViolations } from '../features/axe'

const manifestSchema = z.looseObject({ images: z.array(z.looseObject({ label: z.number() })) })

test('a run with classes generates images of the chosen classes', async ({ studio }) => {
  const { page } = studio
  await page.getByRole('link', { name: 'Choose settings first' }).click()
  await page.getByLabel('Preset', { exact: true }).selectOption('Reference GAN with classes')
  await startRun(page, 'By class', { ...small, 'Sample interval': 3, 'Step limit': 6 })
  await expect(state(page)).toHaveText('Finished')

  await goTo(page, 'Generate')
  const classes = page.getByLabel('Classes', { exact: true })
  await fill(page, { Images: 5, Seed: 1 })
  await classes.fill('3, 10')
  await expect(
    page.getByText('Must be a list of classes from 0 to 9, such as 3, 5-7.'),
  ).toBeVisible()
  await expect(classes).toHaveAttribute('aria-invalid', 'true')
  expect(await seriousViolations(page)).toEqual([])
  await classes.fill('3, 5-6')
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: '5 images' })).toBeVisible()
  await expect(page.getByText('seed 1, latent scale 1, classes 3, 5, 6')).toBeVisible()
  const zip = await savedBy(studio, () =>
    page.getByRole('button', { name: 'Save all (ZIP)' }).click(),
  )
  const manifest = strFromU8(unzipSync(zip.bytes)['manifest.json'] ?? new Uint8Array())
  const { images } = manifestSchema.parse(JSON.parse(manifest))
  expect(images.map(({ label }) => label)).toEqual([3, 5, 6, 3, 5])
})
