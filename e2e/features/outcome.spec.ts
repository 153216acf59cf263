import fs from 'node:fs'
import path from 'node:path'
import { action, small, startRun, state } from '../app'
import { expect, test } from '../fixtures'

test('a finished run can train longer, and one with damaged checkpoints can start again', async ({
  studio,
}) => {
  test.setTimeout(180_000)
  const { page } = studio
  await page.goto(new URL('#/new', page.url()).href)
  await startRun(page, 'Longer', { ...small, 'Checkpoint interval': 1000, 'Step limit': 20 })
  await expect(state(page)).toHaveText('Finished', { timeout: 90_000 })
  await page.getByRole('button', { name: 'Train longer' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Train longer' })
  const epochs = dialog.getByLabel('Total epochs')
  await expect(epochs).toBeFocused()
  await epochs.fill('0')
  await expect(dialog.getByText(/Enter a whole number from/)).toBeVisible()
  await epochs.fill('100000')
  await epochs.press('Enter')
  await expect(state(page)).toHaveText('Training', { timeout: 60_000 })
  await action(page, 'Stop').press('Enter')
  await expect(state(page)).toHaveText('Stopped', { timeout: 60_000 })

  const runs = path.join(studio.dataFolder, 'runs')
  const [run = ''] = fs.readdirSync(runs).filter((name) => !name.startsWith('.'))
  const checkpoints = path.join(runs, run, 'checkpoints')
  for (const step of fs.readdirSync(checkpoints)) {
    fs.writeFileSync(path.join(checkpoints, step, 'manifest.json'), '{}')
  }
  await action(page, 'Resume').press('Enter')
  const alert = page.getByRole('alert').filter({ hasText: 'This run cannot be resumed' })
  await expect(alert).toBeVisible({ timeout: 60_000 })
  await alert.getByRole('button', { name: 'Start again from the beginning' }).press('Enter')
  await expect(state(page)).toHaveText('Training', { timeout: 60_000 })
  await expect(alert).toBeHidden()
  expect(fs.readdirSync(path.join(runs, run, 'set-aside'))).toHaveLength(1)
})
