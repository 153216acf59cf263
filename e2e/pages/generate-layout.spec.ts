import { goTo } from '../app'
import { expect, SAMPLE_EVERY, STEPS, test } from '../features/trained'

test('a seed of ten digits is visible at every width', async ({ trained: { page } }) => {
  await goTo(page, 'Generate')
  const seed = page.getByLabel('Seed', { exact: true })
  await seed.fill('4294967295')
  for (const width of [1440, 1280, 1024, 901, 480, 360]) {
    await page.setViewportSize({ width, height: 800 })
    const hidden = await seed.evaluate((input) => input.scrollWidth - input.clientWidth)
    expect(hidden, `at ${width} px`).toBeLessThanOrEqual(0)
  }
})

test('at 1280 × 800, three checkpoints and the button are visible', async ({
  trained: { page },
}) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await goTo(page, 'Generate')
  const options = page.locator('label').filter({ has: page.getByRole('radio', { name: /^Step / }) })
  await expect(options).toHaveCount(STEPS / (2 * SAMPLE_EVERY))
  for (const n of [0, 1, 2]) await expect(options.nth(n)).toBeInViewport({ ratio: 0.95 })
  await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeInViewport({
    ratio: 1,
  })
})

test('a list of checkpoints that is cut off says how many are below', async ({
  trained: { page },
}) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await goTo(page, 'Generate')
  const options = page.getByRole('radio', { name: /^Step \d/ })
  await expect(page.getByText(/^↓ \d+ more below$/)).toBeVisible()
  await options.last().scrollIntoViewIfNeeded()
  await options.last().focus()
  await expect(page.getByText(/more below$/)).toHaveCount(0)
})
