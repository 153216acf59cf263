import type { Locator, Page } from '@playwright/test'
import { tinyNetworks, tinyWithLayer } from '../../src/contract/testing/tiny-networks'
import { goTo, overflow } from '../app'
import { expect, test } from '../fixtures'
import { seriousViolations } from '../features/axe'

async function open(page: Page, name: string, content: unknown): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open architecture file…' }).press('Enter')
  const buffer = Buffer.from(JSON.stringify(content))
  await (await choosing).setFiles({ name, mimeType: 'application/json', buffer })
}

test('an architecture file is opened in the form, drawn and removed, and a bad one is explained', async ({
  studio: { page },
}) => {
  await goTo(page, 'New run')
  await page.locator('summary', { hasText: 'Networks' }).first().click()
  const architecture = page.getByLabel('Architecture', { exact: true })
  await expect(architecture).toBeVisible()
  await expect(architecture.getByText('Custom architecture')).toHaveCount(0)

  const bad = tinyWithLayer('generator', 0, { type: 'linear', features: 0 })
  await open(page, 'bad.json', bad)
  await expect(page.getByText('Couldn’t open bad.json as an architecture:')).toBeVisible()
  await expect(
    page.getByText('generator, layer 1 (linear): features: must be more than 0'),
  ).toBeVisible()
  expect(await seriousViolations(page)).toEqual([])

  await open(page, 'tiny.json', tinyNetworks)
  await expect(page.getByText('bad.json')).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Tiny' })).toBeVisible()
  await expect(page.getByText('Parameters: 937 in the generator, 105 in the')).toBeVisible()
  await expect(architecture).toBeHidden()
  await expect(page.getByLabel('Latent size', { exact: true })).toBeHidden()
  expect(await seriousViolations(page)).toEqual([])
  // Both networks are drawn in the card, beside or below each other.
  for (const width of [480, 1024, 1280, 1440]) {
    await page.setViewportSize({ width, height: 800 })
    await expect.poll(() => overflow(page), `${width} pixels`).toBe(0)
    const right = async (one: Locator) => {
      const box = await one.boundingBox()
      return (box?.x ?? NaN) + (box?.width ?? NaN)
    }
    const card = await right(
      page.locator('details', { has: page.getByRole('heading', { name: 'Tiny' }) }),
    )
    for (const name of ['Generator G', 'Discriminator D']) {
      expect(await right(page.getByRole('region', { name })), `${name} at ${width}`).toBeLessThan(
        card,
      )
    }
  }
  const layers = page.getByRole('region', { name: 'Generator G' }).getByRole('listitem')
  await expect(layers.filter({ hasText: 'convTranspose2d' })).toHaveText(
    /^4 convTranspose2d 1 × 8 × 8$/,
  )

  await page.getByRole('button', { name: /^Networks from tiny.json, reset to Fully/ }).click()
  await expect(page.getByRole('heading', { name: 'Tiny' })).toBeHidden()
  await open(page, 'tiny.json', tinyNetworks)
  await page.getByRole('button', { name: 'Remove the architecture file' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Tiny' })).toBeHidden()
  await expect(architecture).toHaveValue('mlp')
  await expect(page.getByRole('button', { name: 'Open architecture file…' })).toBeFocused()
})
