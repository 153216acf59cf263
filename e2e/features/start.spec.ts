import { action, fill, goTo, state } from '../app'
import { expect, test } from '../fixtures'

test('a slow start shows its stages, and can be stopped and resumed', async ({
  studio: { page },
}) => {
  await goTo(page, 'New run')
  await fill(page, { Name: 'Slow', 'Image size': 64 })
  await page.getByLabel('Architecture', { exact: true }).selectOption('dcgan')
  await page.getByRole('radio', { name: 'Plain JavaScript', exact: true }).check()
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Slow' })).toBeVisible()
  const stages = page.getByRole('region', { name: 'Starting' })
  const now = stages.locator('[aria-current=step]')
  await expect(now).toHaveText(/Run the first step/)
  await expect(stages.getByText('(done)')).toHaveCount(3)
  await expect(stages.getByRole('status')).toContainText('running the first step')
  const live = page.getByRole('region', { name: 'Training now' })
  await expect(live.getByRole('link', { name: 'Slow' })).toContainText('Starting…')
  await goTo(page, 'Settings')
  await expect(
    page.getByText('Available when no run is training, starting or paused.'),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: /^Measure / })).toBeDisabled()
  await live.getByRole('link', { name: 'Slow' }).click()
  await action(page, 'Stop').press('Enter')
  await expect(state(page)).toHaveText('Stopped')
  await expect(stages).toBeHidden()
  await expect(action(page, 'Resume')).toBeEnabled()
})
