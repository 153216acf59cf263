import { goTo } from '../app'
import { expect, test } from '../fixtures'

test('in a narrow window the drawing of the networks scrolls and its labels stay readable', async ({
  shared: { page },
}) => {
  await page.setViewportSize({ width: 480, height: 900 })
  await goTo(page, 'Learn')
  const drawing = page.getByRole('group', { name: 'The generator and the discriminator' })
  await expect(drawing.getByText('noise z')).toBeVisible()
  // A line of 10-pixel text is at least that tall.
  for (const text of ['noise z', '784']) {
    const box = await drawing.getByText(text, { exact: true }).first().boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(10)
  }
  await drawing.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => drawing.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0)
  // The page itself does not scroll sideways.
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(480)
})

test('the curves of a loss are explained with what its discriminator gives to an image', async ({
  shared: { page },
}) => {
  await goTo(page, 'Learn')
  const losses = page.getByRole('region', { name: 'What the losses mean' })
  await expect(
    losses.getByText('the discriminator’s logit of a generated image rises'),
  ).toBeVisible()
  for (const loss of ['wasserstein', 'hinge']) {
    await losses.getByLabel('Loss', { exact: true }).selectOption(loss)
    await expect(
      losses.getByText('the discriminator’s score of a generated image rises'),
    ).toBeVisible()
    await expect(losses.getByText('logit')).toHaveCount(0)
  }
})
