import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { action, runCard, small, startRun, state } from '../app'
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

test('a run that went wrong shows an alarm, and offers a new run from an earlier checkpoint', async ({
  studio,
}) => {
  const { page, dataFolder } = studio
  const train = async (...args: string[]) => {
    const cli = path.resolve('out/main/cli.js')
    const command = [cli, 'train', '--out', dataFolder, '--engine', 'wasm', '--threads', '1']
    return promisify(execFile)(process.execPath, [...command, ...args])
  }
  const tiny = ['--image-size', '8', '--batch-size', '8', '--latent-dim', '8']
  await train('--name', 'Healthy', '--steps', '210', ...tiny)
  const wrong = ['--from', 'Healthy', '--learning-rate', '1']
  await train('--name', 'Wrong', '--steps', '300', ...wrong)
  await expect(runCard(page, 'Wrong').getByText('Finished', { exact: true })).toBeVisible()
  await runCard(page, 'Wrong')
    .getByRole('link', { name: /^Alarm Since step 211: G loss/ })
    .press('Enter')
  await expect(state(page)).toHaveText(/^\s*Finished\s+Alarm Since step 211: G loss/)
  const alarm = page.getByRole('status').filter({ hasText: 'Training went wrong' })
  await expect(alarm).toContainText(/Since step 211: G loss stays around/)
  await alarm.getByRole('link', { name: 'Continue from step 210 with a lower' }).press('Enter')
  await expect(page.getByLabel('Learning rate', { exact: true })).toHaveValue('0.0002')
  await expect(page.getByText(/starts from its checkpoint at step 210/)).toBeVisible()
})
