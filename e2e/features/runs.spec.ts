import fs from 'node:fs'
import path from 'node:path'
import { createRun } from '../../src/main/storage/runs/runs'
import { presets } from '../../src/contract/hyperparameters'
import { action, logged, runCard, state } from '../app'
import { seriousViolations } from './axe'
import { expect, test } from '../fixtures'
import type { StudioUnderTest } from '../fixtures'

const NAMES = ['Digits', 'Faces', 'Letters']

/** Adds runs without training, and waits until they are listed. */
async function withRuns({ page, dataFolder }: StudioUnderTest): Promise<void> {
  const config = {
    hyperparameters: presets.reference,
    dataset: 'mnist',
    engine: 'auto',
    threads: 0,
  } as const
  for (const [i, name] of NAMES.entries()) {
    await createRun(dataFolder, { name, config, now: new Date(Date.UTC(2026, 0, 1 + i)) })
  }
  await page.reload()
  for (const name of NAMES) await expect(runCard(page, name)).toBeVisible()
}

test('one button starts a first run, and its samples appear', async ({ studio }) => {
  const { page } = studio
  await expect(page.getByRole('img', { name: 'What a GAN learns in 50 epochs' })).toBeVisible()
  expect(await seriousViolations(page)).toEqual([])
  // Nothing has been deleted, and the buttons stand in one row.
  await expect(page.getByRole('button', { name: 'Recently deleted' })).toBeHidden()
  const start = page.getByRole('button', { name: 'Start your first run' })
  const choose = page.getByRole('link', { name: 'Choose settings first' })
  await page.setViewportSize({ width: 1440, height: 900 })
  const tops = await Promise.all([start, choose].map(async (one) => (await one.boundingBox())?.y))
  expect(tops[0]).toBe(tops[1])
  await expect(page.getByRole('link', { name: 'How GANs work' })).toHaveAttribute('href', '#/learn')
  await start.click()
  await expect(page.getByRole('heading', { level: 1, name: 'First digits' })).toBeVisible()
  await expect(state(page)).toHaveText('Training')
  await expect(logged(page, 'Drew samples at step 100').first()).toBeVisible()
  await expect(page).toHaveTitle(/^[\d.]+% · First digits · GAN Studio$/)
  await action(page, 'Stop').click()
  await expect(state(page)).toHaveText('Stopped')
})

test('selected runs are deleted together, and can be brought back by undo or restored later', async ({
  studio,
}) => {
  await withRuns(studio)
  const { page } = studio
  await page.getByRole('checkbox', { name: 'Select Digits' }).check()
  await page.getByRole('checkbox', { name: 'Select Faces' }).check()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  // A message stays while it has the focus.
  await page.getByRole('button', { name: 'Undo' }).focus()
  await expect(page.getByText('2 runs deleted')).toBeVisible()
  await expect(runCard(page, 'Digits')).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(runCard(page, 'Digits')).toBeVisible()
  await expect(runCard(page, 'Faces')).toBeVisible()

  await page.getByRole('checkbox', { name: 'Select Faces' }).check()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(runCard(page, 'Faces')).toBeHidden()
  const again = await studio.restart()
  await again.getByRole('button', { name: 'Recently deleted' }).click()
  const deleted = again.getByRole('dialog', { name: 'Recently deleted' })
  await deleted.getByRole('button', { name: 'Restore' }).click()
  await expect(deleted.getByText('No deleted runs')).toBeVisible()
  await deleted.getByRole('button', { name: 'Close' }).click()
  await expect(again.getByRole('button', { name: 'Recently deleted' })).toBeHidden()
  await expect(again.getByRole('heading', { level: 1 })).toBeFocused()
  await expect(runCard(again, 'Faces')).toBeVisible()
})

test('a run is deleted permanently only after confirmation', async ({ studio }) => {
  await withRuns(studio)
  const { page } = studio
  await page.getByRole('checkbox', { name: 'Select Letters' }).check()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  // The list of deleted runs is the one at the time when it is opened.
  await expect(runCard(page, 'Letters')).toBeHidden()
  await page.getByRole('button', { name: 'Recently deleted' }).click()
  const deleted = page.getByRole('dialog', { name: 'Recently deleted' })
  await deleted.getByRole('button', { name: 'Delete permanently' }).click()
  await expect(deleted.getByText('cannot be recovered')).toBeVisible()
  await deleted.getByRole('button', { name: 'Cancel' }).click()
  // A message that names the run may be shown in the dialog too.
  await expect(deleted.getByRole('listitem').filter({ hasText: 'Letters' })).toBeVisible()
  await deleted.getByRole('button', { name: 'Delete permanently' }).click()
  await deleted.getByRole('button', { name: 'Delete permanently' }).click()
  await expect(deleted.getByText('No deleted runs')).toBeVisible()
  await deleted.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: 'Recently deleted' })).toBeHidden()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('of two deleted runs with the same id, the one that is clicked is deleted', async ({
  studio,
}) => {
  await withRuns(studio)
  const { page, dataFolder } = studio
  const [id = ''] = fs.readdirSync(path.join(dataFolder, 'runs'))
  for (const [i, name] of ['Older', 'Newer'].entries()) {
    const copy = path.join(dataFolder, 'trash', `${Date.now() + i}-${id}`)
    fs.cpSync(path.join(dataFolder, 'runs', id), copy, { recursive: true })
    const file = path.join(copy, 'run.json')
    fs.writeFileSync(
      file,
      fs.readFileSync(file, 'utf8').replace(/"name": "[^"]*"/, `"name": "${name}"`),
    )
  }
  await page.reload()
  await page.getByRole('button', { name: 'Recently deleted' }).click()
  const deleted = page.getByRole('dialog', { name: 'Recently deleted' })
  const row = deleted.getByRole('listitem').filter({ hasText: 'Older' })
  await row.getByRole('button', { name: 'Delete permanently' }).click()
  await expect(deleted.getByText('cannot be recovered')).toHaveCount(1)
  await row.getByRole('button', { name: 'Delete permanently' }).click()
  await expect(deleted.getByText('Older')).toBeHidden()
  await expect(deleted.getByText('Newer')).toBeVisible()
})

test('the table sorts by its columns, and stays the view after a restart', async ({ studio }) => {
  await withRuns(studio)
  await studio.page.getByRole('radio', { name: 'Table' }).check({ force: true })
  const { page } = studio
  const names = () => page.getByRole('rowheader').allInnerTexts()
  await expect.poll(names).toEqual(['Letters', 'Faces', 'Digits'])
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await expect.poll(names).toEqual(['Digits', 'Faces', 'Letters'])
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  await page.getByRole('checkbox', { name: 'Select all' }).check()
  await expect(page.getByText('3 runs selected').first()).toBeVisible()
  expect(await seriousViolations(page)).toEqual([])
  await studio.saved({ runsView: 'table' })
  const again = await studio.restart()
  await expect(again.getByRole('rowheader').first()).toBeVisible()
})
