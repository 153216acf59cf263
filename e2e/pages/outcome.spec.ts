import fs from 'node:fs'
import path from 'node:path'
import { action, fill, goTo, small, startRun, state } from '../app'
import { expect, test } from '../fixtures'

test('a finished run can train longer, and one with damaged checkpoints can start again', async ({
  studio,
}) => {
  const { page } = studio
  await page.goto(new URL('#/new', page.url()).href)
  await startRun(page, 'Longer', { ...small, 'Checkpoint interval': 1000, 'Step limit': 20 })
  await expect(state(page)).toHaveText('Finished')
  await page.getByRole('button', { name: 'Train longer' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Train longer' })
  const epochs = dialog.getByLabel('Total epochs')
  await expect(epochs).toBeFocused()
  await epochs.fill('0')
  await expect(dialog.getByText(/Enter a whole number from/)).toBeVisible()
  await epochs.fill('100000')
  await epochs.press('Enter')
  await expect(state(page)).toHaveText('Training')
  await action(page, 'Stop').press('Enter')
  await expect(state(page)).toHaveText('Stopped')

  const runs = path.join(studio.dataFolder, 'runs')
  const [run = ''] = fs.readdirSync(runs).filter((name) => !name.startsWith('.'))
  const checkpoints = path.join(runs, run, 'checkpoints')
  for (const step of fs.readdirSync(checkpoints)) {
    fs.writeFileSync(path.join(checkpoints, step, 'manifest.json'), '{}')
  }
  await action(page, 'Resume').press('Enter')
  const alert = page.getByRole('alert').filter({ hasText: 'This run cannot be resumed' })
  await expect(alert).toBeVisible()
  await alert.getByRole('button', { name: 'Start again from the beginning' }).press('Enter')
  await expect(state(page)).toHaveText('Training')
  await expect(alert).toBeHidden()
  expect(fs.readdirSync(path.join(runs, run, 'set-aside'))).toHaveLength(1)
})

test('a run whose images are all alike says so and offers a new run with a lower learning rate', async ({
  studio: { page },
}) => {
  await goTo(page, 'New run')
  await fill(page, { 'Learning rate': 1 })
  await expect(page.getByText(/^A learning rate of 1 is far above/)).toBeVisible()
  await startRun(page, 'Collapsed', { ...small, 'Sample interval': 220, 'Step limit': 220 })
  const notice = page.getByText('Finished, but the result may be unusable')
  await expect(notice).toBeVisible()
  const badge = state(page)
  await expect(badge).toContainText('Finished, collapsed')
  await expect(badge).toContainText('The generator appears to have collapsed')
  await page.getByRole('link', { name: 'New run with a lower learning rate' }).press('Enter')
  await expect(page.getByLabel('Learning rate', { exact: true })).toHaveValue('0.0002')
  await expect(page.getByText(/^A learning rate of 1 is far above/)).toBeHidden()
})
