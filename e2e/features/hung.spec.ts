import fs from 'node:fs'
import path from 'node:path'
import { action, controls, small, startRun, state, stepPast } from '../app'
import { expect, test } from '../fixtures'

const TRAINER = /"pid":\s*(\d+)/

test.skip(process.platform === 'win32', 'Windows has no SIGSTOP to hang a process')

test('a run with a hung trainer can be ended by keyboard, and shows the reason', async ({
  studio,
}) => {
  const { page } = studio
  await page.goto(new URL('#/new', page.url()).href)
  await startRun(page, 'Hangs', { ...small, 'Checkpoint interval': 20, Epochs: 1000 })
  await stepPast(page, 40)
  process.kill(trainerOf(studio.dataFolder), 'SIGSTOP')
  await page.clock.install()
  await action(page, 'Stop').press('Enter')
  await expect(action(page, 'Stop')).toHaveAttribute('aria-busy', 'true')
  await page.clock.fastForward('00:10')
  const notice = controls(page).getByRole('status')
  await expect(notice).toContainText('Training has not stopped yet')
  const end = notice.getByRole('button', { name: 'End now' })
  await end.focus()
  await end.press('Enter')
  await expect(state(page)).toHaveText('Interrupted')
  await expect(controls(page)).toBeFocused()
  await expect(
    page.getByText(/the training process did not stop within \d+ seconds/i).first(),
  ).toBeVisible()
  await action(page, 'Resume').press('Enter')
  await expect(state(page)).toHaveText('Training')
})

/** The process id of the only run's trainer, from its lock. */
function trainerOf(dataFolder: string): number {
  const runs = path.join(dataFolder, 'runs')
  const [run = ''] = fs.readdirSync(runs).filter((name) => !name.startsWith('.'))
  const lock = fs.readFileSync(path.join(runs, run, 'trainer.lock'), 'utf8')
  return Number(TRAINER.exec(lock)?.[1])
}
