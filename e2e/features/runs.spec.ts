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

test('runs are starred, tagged and grouped, and found again by a link with filters', async ({
  studio,
}) => {
  await withRuns(studio)
  const { page } = studio
  const star = page.getByRole('button', { name: 'Star Digits' })
  await star.focus()
  await page.keyboard.press('Enter')
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await runCard(page, 'Digits').getByRole('button', { name: 'Tag', exact: true }).click()
  await page.keyboard.type('night')
  await page.keyboard.press('Enter')
  await expect(runCard(page, 'Digits').getByRole('link', { name: 'night' })).toBeVisible()

  for (const name of ['Digits', 'Faces']) {
    await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  }
  const bar = page.getByRole('group', { name: '2 runs selected' })
  await bar.getByRole('button', { name: 'Group', exact: true }).click()
  await bar.getByRole('combobox', { name: 'Group' }).fill('sweep 1')
  await page.keyboard.press('Enter')
  const heading = page.getByRole('button', { name: /^sweep 1/ })
  await expect(page.getByRole('link', { name: 'Compare newest 2 sweep 1' })).toBeVisible()
  await heading.click()
  await expect(runCard(page, 'Digits')).toBeHidden()
  await expect(page.getByText('runs selected')).toBeHidden()
  await heading.click()

  const search = page.getByRole('searchbox')
  await search.fill('group: sweep 1, learning rate < 0.001, is: starred, colour = red')
  await search.press('Enter')
  await expect(page.getByRole('alert')).toContainText('“colour” is not a setting or metric')
  await expect(search).toHaveValue('colour = red')
  await expect(runCard(page, 'Digits')).toBeVisible()
  await expect(runCard(page, 'Faces')).toBeHidden()
  await search.fill('')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByLabel('Setting or metric').selectOption('loss')
  await page.getByRole('button', { name: 'Add condition' }).click()
  await expect(page.getByText('Loss = Non-saturating')).toBeVisible()
  expect(await seriousViolations(page)).toEqual([])

  await page.reload()
  await expect(page.getByText('Learning rate < 0.001')).toBeVisible()
  await expect(runCard(page, 'Digits')).toBeVisible()
  await expect(runCard(page, 'Faces')).toBeHidden()
  await page.getByRole('button', { name: 'Remove condition Is = Starred' }).click()
  await expect(runCard(page, 'Faces')).toBeVisible()

  await page.getByRole('button', { name: 'Remove tag night' }).click()
  await expect(page.getByRole('link', { name: 'night' })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await runCard(page, 'Digits').getByRole('link', { name: 'Digits', exact: true }).click()
  await page.getByRole('button', { name: 'Add note' }).click()
  await page.getByRole('textbox', { name: 'Note' }).fill('First line\nSecond line')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('First line')).toBeVisible()
  await page.getByRole('link', { name: 'night' }).click()
  await expect(runCard(page, 'Digits')).toBeVisible()
  await expect(runCard(page, 'Faces')).toBeHidden()
})
