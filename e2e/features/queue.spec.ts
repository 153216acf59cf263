import { fill, goTo, openRun, runCard, small } from '../app'
import { expect, test } from '../fixtures'
import type { StudioUnderTest } from '../fixtures'
import type { Locator, Page } from '@playwright/test'

/* Several queued runs, and a studio that is killed while the first one trains. */

const NAMES = ['First', 'Second', 'Third'] as const
/** Their order after they were moved. */
const MOVED = ['Third', 'First', 'Second']
/** Enough steps for the studio to be killed during the first run. */
const STEPS = 120
const SIZE = { ...small, Epochs: 1000, 'Step limit': STEPS }
const INTERVALS = { 'Sample interval': 1000, 'Checkpoint interval': 50 }

test('three runs from the form train in their new order, although the studio is killed', async ({
  studio,
}) => {
  const { page } = studio
  await goTo(page, 'Queue')
  await expect(page.getByRole('heading', { name: 'The queue is empty' })).toBeVisible()
  await page.getByRole('button', { name: 'Pause queue' }).click()
  await expect(page.getByText('The queue is paused')).toBeVisible()
  // With Automatic, the second run would begin as soon as the speed of the first is known.
  await page.getByLabel('Runs at the same time').selectOption('1')
  await add(page)
  await reorder(page)
  await page.getByRole('button', { name: 'Resume queue' }).press('Enter')
  const training = page.getByRole('region', { name: 'Training', exact: true }).getByRole('listitem')
  await expect(training).toContainText('Third')
  await expect(training).toContainText(/[1-9][\d,]* of 120 steps/)
  await studio.kill()
  await returnTo(studio)
})

/** Adds the runs from the form, which stays open. */
async function add(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New run' }).last().click()
  await fill(page, { ...SIZE, ...INTERVALS })
  await page.getByRole('radio', { name: 'WebAssembly', exact: true }).check()
  for (const [i, name] of NAMES.entries()) {
    await fill(page, { Name: name })
    await page.getByRole('button', { name: 'Add to queue' }).click()
    await expect(
      page.getByText(`“${name}” was added to the queue at place ${i + 1}.`),
    ).toBeVisible()
    await expect(page.getByLabel('Name', { exact: true })).not.toHaveValue(name)
  }
  await page.getByRole('link', { name: 'Show queue' }).click()
}

const rows = (page: Page): Locator =>
  page.getByRole('region', { name: 'Waiting' }).getByRole('listitem')
const order = async (page: Page): Promise<string[]> =>
  (await rows(page).getByRole('link').allInnerTexts()).map((name) => name.trim())

/** Moves rows by keyboard: the button that was pressed keeps the focus. */
async function reorder(page: Page): Promise<void> {
  expect(await order(page)).toEqual([...NAMES])
  const top = page.getByRole('button', { name: 'Move Third to the top' })
  await top.press('Enter')
  await expect.poll(() => order(page)).toEqual(MOVED)
  await expect(top).toBeFocused()
  const up = page.getByRole('button', { name: 'Move Second up' })
  await up.press('Enter')
  await expect.poll(() => order(page)).toEqual(['Third', 'Second', 'First'])
  await expect(up).toBeFocused()
  await page.getByRole('button', { name: 'Move Second down' }).press('Enter')
  await expect.poll(() => order(page)).toEqual(MOVED)
}

/** All runs finish in their order; the run's page and the navigation say how many wait. */
async function returnTo(studio: StudioUnderTest): Promise<void> {
  const page = await studio.open()
  await openRun(page, 'Second', 'Queued')
  await page.getByRole('link', { name: 'Place 2 of 2 in the queue' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
  await goTo(page, 'Runs')
  // In the order in which they end: each of them takes a while on a busy machine.
  for (const name of MOVED) await expect(runCard(page, name)).toContainText('Finished')
  await page.getByLabel('Sort by').selectOption({ label: 'Last trained' })
  const ended = page.getByRole('heading', { level: 2 })
  expect(await ended.allInnerTexts()).toEqual(MOVED.toReversed())
  await goTo(page, 'Queue')
  await expect(page.getByRole('heading', { name: 'The queue is empty' })).toBeVisible()
}
