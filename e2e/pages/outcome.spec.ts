import fs from 'node:fs'
import path from 'node:path'
import { action, small, startRun, state } from '../app'
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

test('a run that goes wrong says what and since when, and offers a new run from before', async ({
  studio,
}) => {
  const { page } = studio
  await page.goto(new URL('#/new', page.url()).href)
  await startRun(page, 'Healthy', { ...small, 'Step limit': 170 })
  await expect(state(page)).toHaveText('Finished')
  const [healthy = ''] = fs.readdirSync(path.join(studio.dataFolder, 'runs'))
  // Grids are judged from step 200 on, and two must look wrong.
  const wrong = `#/new?from=${healthy}&step=170&learningRate=1&sampleInterval=20&epochs=1000`
  await page.goto(new URL(wrong, page.url()).href)
  await expect(page.getByText(/^A learning rate of 1 is far above/)).toBeVisible()
  await startRun(page, 'Wrong', { 'Step limit': 0 })
  const alarm = page.getByRole('status').filter({ hasText: 'Training is going wrong' })
  await expect(alarm).toContainText(/Since step [\d,]+: /)
  await expect(state(page)).toContainText('Training, alarm')
  await action(page, 'Stop').press('Enter')
  await expect(state(page)).toContainText('Stopped, alarm')
  await page.reload()
  const ended = page.getByRole('status').filter({ hasText: 'Training went wrong' })
  await ended.getByRole('link', { name: 'Continue from step 170 with a lower' }).press('Enter')
  await expect(page.getByLabel('Learning rate', { exact: true })).toHaveValue('0.0002')
  await expect(page.getByText(/starts from its checkpoint at step 170/)).toBeVisible()
})
