import fs from 'node:fs'
import path from 'node:path'
import { action, logged, runCard, state } from '../app'
import { seriousViolations } from '../features/axe'
import { withRuns } from '../features/untrained'
import { expect, test } from '../fixtures'

test('one button starts a first run, and its samples appear', async ({ studio }) => {
  const { page } = studio
  await expect(page.getByRole('img', { name: /^Digits that a GAN draws/ })).toBeVisible()
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
  await expect(logged(page, 'Drew samples at step 0').first()).toBeVisible()
  await expect(page).toHaveTitle(/^[\d.]+% · First digits · GAN Studio$/)
  await action(page, 'Stop').click()
  await expect(state(page)).toHaveText('Stopped')
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

test('every item of a card’s menu can be clicked, and none is covered by the next card', async ({
  studio,
}) => {
  await withRuns(studio)
  const { page } = studio
  // The newest is first, above the others.
  await runCard(page, 'Letters').locator('[aria-haspopup=menu]').click()
  const items = page.getByRole('menuitem')
  await expect(items.first()).toBeVisible()
  for (const item of await items.all()) await item.click({ trial: true })
  await items.filter({ hasText: 'Delete' }).click()
  await expect(runCard(page, 'Letters')).toBeHidden()
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
