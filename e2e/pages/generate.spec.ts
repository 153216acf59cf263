import { goTo } from '../app'
import { generate } from '../features/generated'
import { expect, RUN, STEPS, test } from '../features/trained'

test('the source of the images is described, and an error goes with its source', async ({
  trained: { page },
}) => {
  await goTo(page, 'Generate')
  await page.getByRole('slider', { name: 'Latent scale' }).fill('0.7')
  await generate(page, 9)
  await expect(page.getByText(`${RUN}, step ${STEPS}, seed 9, latent scale 0.7`)).toBeVisible()
  await page.getByRole('radio', { name: 'File', exact: true }).check()
  const file = { name: 'net.pth', mimeType: '', buffer: Buffer.from('\x80\x02}q\0', 'latin1') }
  await page.locator('input[type=file]').setInputFiles(file)
  const error = page.getByRole('alert').filter({ hasText: 'Python pickle' })
  await expect(error).toContainText('save_file')
  await expect(error).toContainText('Couldn’t open the file')
  await expect(error).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('region', { name: 'Generator' }).getByRole('alert')).toHaveCount(1)
  await page.getByRole('radio', { name: 'Run', exact: true }).check()
  await expect(error).toHaveCount(0)
})
