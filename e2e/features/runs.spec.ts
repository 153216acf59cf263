import { runCard } from '../app'
import { expect, test } from '../fixtures'
import { seriousViolations } from './axe'
import { withRuns } from './untrained'

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
