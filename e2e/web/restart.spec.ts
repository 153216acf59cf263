import { action, goTo, runCard, small, startRun, state, stepPast } from '../app'
import { expect, test } from '../fixtures'
import type { Page } from '@playwright/test'

/* The web host ends under an open page, which comes back by itself when there is one again. */

const NAME = 'Left open'
const endless = { Epochs: 1000, 'Step limit': 1_000_000, 'Checkpoint interval': 20 }

const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'studio' })

test('killed while it trains and started again, the page left open says what became of the run', async ({
  studio,
}) => {
  const { page } = studio
  await goTo(page, 'New run')
  await startRun(page, NAME, { ...small, ...endless })
  await expect(state(page)).toHaveText('Training')
  const before = await stepPast(page, 20)
  await studio.webHost.killHost()
  await expect(page.getByText('The connection to GAN Studio was lost.')).toBeVisible()
  await studio.webHost.startHost()
  const news = banner(page).getByRole('listitem').filter({ hasText: NAME })
  await expect(news).toContainText('Interrupted at step')
  // The run's own screen, which was open all along, says it too.
  await expect(state(page)).toHaveText('Interrupted')
  await expect(page.getByText('Training was interrupted')).toBeVisible()
  await action(page, 'Resume').click()
  await expect(state(page)).toHaveText('Training')
  await stepPast(page, before)
  await expect(news).toBeHidden()
  await goTo(page, 'Runs')
  await expect(runCard(page, NAME)).toContainText('Training')
})

test('with a new token the page left open stays out', async ({ studio }) => {
  const { page } = studio
  await studio.webHost.killHost()
  await expect(page.getByText('The connection to GAN Studio was lost.')).toBeVisible()
  await studio.webHost.startHost(['--new-token'])
  await expect(page.getByText('GAN Studio restarted with a new token')).toBeVisible()
  const answer = await page.reload()
  expect(answer?.status()).toBe(403)
})
