import fs from 'node:fs'
import path from 'node:path'
import { fill, goTo, openRun, overflow, small } from '../app'
import { seriousViolations } from '../features/axe'
import { unreachableByTab } from '../features/keyboard'
import { expect, test } from '../fixtures'
import type { StudioUnderTest } from '../fixtures'
import type { Locator, Page } from '@playwright/test'

/* A paused queue, in which nothing begins. */

const rows = (page: Page, part: string): Locator =>
  page.getByRole('region', { name: part, exact: true }).getByRole('listitem')
const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true })

/** Adds runs by keyboard: without training, Enter in the form would start one. */
async function add(page: Page, names: readonly string[]): Promise<void> {
  await goTo(page, 'Queue')
  await button(page, 'Pause queue').press('Enter')
  await expect(button(page, 'Resume queue')).toBeFocused()
  await goTo(page, 'New run')
  await fill(page, small)
  await page.getByRole('radio', { name: 'WebAssembly', exact: true }).check()
  for (const name of names) {
    await fill(page, { Name: name })
    await button(page, 'Add to queue').press('Enter')
    await expect(page.getByText(`“${name}” was added to the queue`)).toBeVisible()
    await expect(button(page, 'Add to queue')).toBeFocused()
  }
  await goTo(page, 'Queue')
  await expect(rows(page, 'Waiting')).toHaveCount(names.length)
}

interface Stored {
  jobs: { state: string; error: unknown }[]
}

/** Writes the last jobs as failed, as another program would. */
function failLast({ dataFolder }: StudioUnderTest, count: number): void {
  const file = path.join(dataFolder, 'queue.json')
  const queue = JSON.parse(fs.readFileSync(file, 'utf8')) as Stored
  const error = { code: 'data', message: 'the data set is gone', where: '/pictures/cats' }
  for (const job of queue.jobs.slice(-count)) Object.assign(job, { state: 'failed', error })
  fs.writeFileSync(`${file}.new`, JSON.stringify(queue))
  fs.renameSync(`${file}.new`, file)
}

test('the queue is usable by keyboard, legible in light and dark, and keeps the focus', async ({
  studio,
}) => {
  const { page } = studio
  await add(page, ['A', 'B', 'C', 'D', 'E'])
  failLast(studio, 2)
  await expect(rows(page, 'Failed')).toHaveCount(2)
  await expect(page.getByRole('link', { name: 'Queue 3 waiting' })).toBeVisible()
  await expect(rows(page, 'Failed').first()).toContainText('The data set is gone')

  await test.step('Tab reaches every control, and axe finds no serious violation', async () => {
    expect(await unreachableByTab(page)).toEqual([])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      expect(await seriousViolations(page), colorScheme).toEqual([])
    }
    await page.setViewportSize({ width: 480, height: 900 })
    expect(await overflow(page)).toBe(0)
    await page.setViewportSize({ width: 1280, height: 860 })
  })

  await test.step('a row that moves keeps the focus, one that leaves passes it on', async () => {
    await button(page, 'Move B up').press('Enter')
    await expect(rows(page, 'Waiting').first()).toContainText('B')
    await expect(button(page, 'Move B up')).toBeFocused()
    await expect(button(page, 'Move B up')).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByText('B is now number 1.')).toBeAttached()
    await button(page, 'Remove B from the queue').press('Enter')
    await expect(rows(page, 'Waiting')).toHaveCount(2)
    await expect(rows(page, 'Waiting').first().locator(':focus')).toBeVisible()
    await button(page, 'Undo').press('Enter')
    await expect(rows(page, 'Waiting').first()).toContainText('B')
    await button(page, 'Retry D').press('Enter')
    await expect(rows(page, 'Waiting')).toHaveCount(4)
    await expect(rows(page, 'Failed').first().locator(':focus')).toBeVisible()
    await button(page, 'Retry E').press('Enter')
    await expect(rows(page, 'Failed')).toHaveCount(0)
    await expect(page.locator('main :focus')).toBeVisible()
  })

  await test.step('a run is duplicated, and leaves and joins the queue on its page', async () => {
    await button(page, 'Duplicate C and change its settings').press('Enter')
    await expect(page.getByText('Settings from “C”')).toBeVisible()
    await goTo(page, 'Runs')
    await openRun(page, 'C', 'Queued')
    await expect(page.getByRole('link', { name: 'Place 3 of 5 in the queue' })).toBeVisible()
    await button(page, 'Remove from queue').press('Enter')
    await expect(button(page, 'Add to queue')).toBeFocused()
    await button(page, 'Add to queue').press('Enter')
    await expect(page.getByRole('link', { name: 'Place 5 of 5 in the queue' })).toBeVisible()
  })
})
