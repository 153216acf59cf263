import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { action, controls, goTo, logged, runCard, state, stepPast } from '../app'
import { expect, test } from '../fixtures'
import { marked } from '../hosts/processes'

/* A run that the command line trains in the data folder of an open studio. */

const NAME = 'From the terminal'
const TRAIN = ['train', '--name', NAME, '--engine', 'wasm', '--threads', '1', '--steps', '1000000']
const SMALL = ['--image-size', '8', '--batch-size', '8', '--latent-dim', '8']
const SAVES = ['--epochs', '1000', '--sample-interval', '50', '--checkpoint-interval', '50']

function startCli(dataFolder: string, ...args: string[]): ChildProcess {
  const env = { ...marked(dataFolder), GAN_STUDIO_HOME: dataFolder }
  return spawn(process.execPath, [path.resolve('out/main/cli.js'), ...args], {
    env,
    stdio: 'ignore',
  })
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}

test('a run of the command line appears in an open page and is followed to its end', async ({
  studio,
}) => {
  const { page, dataFolder } = studio
  await goTo(page, 'Runs')
  const training = startCli(dataFolder, ...TRAIN, ...SMALL, ...SAVES)
  await expect(runCard(page, NAME)).toContainText('Training')
  await runCard(page, NAME).getByRole('link', { name: NAME }).click()
  await expect(state(page)).toHaveText('Training')

  await test.step('it cannot be controlled here, and says why', async () => {
    await expect(controls(page)).toContainText('Another process is training this run')
    for (const name of ['Pause', 'Stop', 'Resume']) await expect(action(page, name)).toBeHidden()
    const menu = page.getByRole('button', { name: `More actions for ${NAME}` })
    await menu.click()
    const rename = page.getByRole('menuitem', { name: /Rename/ })
    await expect(rename).toBeDisabled()
    await expect(rename).toBeFocused()
    await expect(page.getByRole('menuitem', { name: /Delete/ })).toBeDisabled()
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('New name')).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(rename).toBeHidden()
    await expect(menu).toBeFocused()
    await menu.click()
    await menu.focus()
    await page.keyboard.press('Escape')
    await expect(rename).toBeHidden()
    await menu.click()
    await page.getByRole('heading', { level: 1 }).click()
    await expect(rename).toBeHidden()
  })

  await test.step('its figures, samples, checkpoints and activity follow', async () => {
    await stepPast(page, await stepPast(page, 50))
    for (const name of ['Steps/s', 'Elapsed', 'Time left']) {
      const figure = controls(page)
        .locator('dl > div')
        .filter({ has: page.getByText(name, { exact: true }) })
      await expect(figure.getByRole('definition')).toHaveText(/\d/)
    }
    await expect(logged(page, 'Saved the checkpoint').first()).toBeVisible()
    await expect(
      page.getByRole('region', { name: 'Checkpoints' }).getByRole('listitem').first(),
    ).toBeVisible()
  })

  await stop(training)
  await expect(state(page)).toHaveText('Stopped')
  await expect(action(page, 'Resume')).toBeVisible()
  const resumed = startCli(dataFolder, 'resume', NAME)
  await expect(state(page)).toHaveText('Training')
  await expect(controls(page)).toContainText('Another process is training this run')
  await stop(resumed)
  await expect(state(page)).toHaveText('Stopped')
})
