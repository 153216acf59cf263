import { goTo } from '../app'
import { expect, test } from '../fixtures'
import { seriousViolations } from '../features/axe'

test('the fastest settings can be measured in Settings, and again', async ({ studio }) => {
  // It measures until the times are stable, which can take minutes on a busy machine.
  test.setTimeout(400_000)
  const { page } = studio
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Measure now' }).click()
  const result = page.getByText(/Fastest settings for TensorFlow: \d+ threads?, (oneDNN|Eigen)/)
  await expect(result).toBeVisible({ timeout: 300_000 })
  await expect(page.getByRole('button', { name: 'Measure again' })).toBeEnabled()
  // The list of engines shows what was measured.
  await expect(page.getByText(/CPU with (oneDNN|Eigen), \d+ thread/)).toBeVisible()
  expect(await seriousViolations(page)).toEqual([])
})
