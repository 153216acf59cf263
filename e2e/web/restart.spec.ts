import { action, goTo, runCard, small, startRun, state, stepPast } from '../app'
import { expect, test } from '../fixtures'
import type { Page } from '@playwright/test'

/* A page whose web host is killed reconnects by itself when the host is back. */

const NAME = 'Left open'
const endless = { Epochs: 1000, 'Step limit': 1_000_000, 'Checkpoint interval': 20 }

const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'studio' })

test('after the host is killed and restarted, an open page reports the interrupted run', async ({
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
  const report = banner(page).getByRole('listitem').filter({ hasText: NAME })
  await expect(report).toContainText('Interrupted at step')
  // The run's page, which stayed open, shows it too.
  await expect(state(page)).toHaveText('Interrupted')
  await expect(page.getByText('Training was interrupted')).toBeVisible()
  await action(page, 'Resume').click()
  await expect(state(page)).toHaveText('Training')
  await stepPast(page, before)
  await expect(report).toBeHidden()
  await goTo(page, 'Runs')
  await expect(runCard(page, NAME)).toContainText('Training')
})

test('after the host quits, an open page says so, and reconnects when it is back', async ({
  studio,
}) => {
  const { page } = studio
  await expect(page.getByRole('heading', { name: 'Train your first GAN' })).toBeVisible()
  await studio.webHost.killHost('SIGTERM')
  await expect(banner(page)).toHaveText(/GAN Studio has quit\.\s+Start it again/)
  await studio.webHost.startHost()
  await expect(banner(page)).toHaveText('GAN Studio restarted. This page is up to date.')
})

test('Chinese errors that could not be loaded arrive with the connection', async ({ studio }) => {
  const { page } = studio
  const scripts = '**/assets/chinese-notices-*.js'
  await page.route(scripts, (route) => route.abort())
  await goTo(page, 'Settings')
  await page.getByRole('radio', { name: '简体中文' }).check()
  await expect(page.getByRole('heading', { level: 1, name: '设置' })).toBeVisible()
  await page.evaluate(`location.hash = '#/data/new'`)
  await page.getByRole('textbox', { name: '文件或文件夹' }).fill('/no-such-folder')
  await page.keyboard.press('Enter')
  await expect(page.getByText('There is no such file or folder')).toBeVisible()
  await page.unroute(scripts)
  await studio.webHost.killHost()
  await studio.webHost.startHost()
  await expect(page.getByText('没有此文件或文件夹')).toBeVisible()
})

test('after a restart with a new token, an open page is not admitted', async ({ studio }) => {
  const { page } = studio
  await expect(page.getByRole('heading', { name: 'Train your first GAN' })).toBeVisible()
  await studio.webHost.killHost()
  await expect(page.getByText('The connection to GAN Studio was lost.')).toBeVisible()
  await studio.webHost.startHost(['--new-token'])
  await expect(page.getByText('GAN Studio restarted with a new token')).toBeVisible()
  const answer = await page.reload()
  expect(answer?.status()).toBe(403)
})
