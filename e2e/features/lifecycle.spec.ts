import {
  action,
  checkpointsShown,
  fill,
  fold,
  goTo,
  logged,
  numberIn,
  openRun,
  runCard,
  small,
  startRun,
  state,
  stepPast,
  stepShown,
  formatted,
} from '../app'
import { expect, test } from '../fixtures'
import type { StudioUnderTest } from '../fixtures'
import type { Page } from '@playwright/test'

const NAME = 'First digits'
/** More steps than any machine finishes during the test. */
const ENDLESS = 1_000_000
const INTERVAL = 20
const FEW = 40

test('a run survives a pause, a restart and a crash, and its copy finishes', async ({ studio }) => {
  test.setTimeout(180_000)
  await test.step('the first run starts from the empty list', () => start(studio))
  await test.step('losses change', () => watch(studio))
  const paused = await test.step('a paused run takes no step', () => pause(studio))
  await test.step('a sample drawn while paused is in the gallery', () => findSample(studio, paused))
  const saved = await test.step('a checkpoint is listed', () => checkpoint(studio, paused))
  const left = await test.step('it resumes after the studio is restarted', () =>
    reopen(studio, saved))
  await test.step('it resumes after the studio is killed', () => crash(studio, left))
  await test.step('it saves when stopped', () => stop(studio))
  await test.step('its copy with fewer steps finishes', () => finish(studio))
})

async function start({ page }: StudioUnderTest): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Train your first GAN' })).toBeVisible()
  await page.getByRole('link', { name: 'Choose settings first' }).click()
  // An invalid form does not start a run, and the invalid field gives the reason.
  const size = page.getByLabel('Image size', { exact: true })
  await fill(page, { 'Image size': 3 })
  await fold(page, 'Data').click()
  await expect(size).toBeHidden()
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(size).toBeFocused()
  await expect(size).toHaveAccessibleDescription(/Must be from 4 to 256/)
  const intervals = { 'Sample interval': INTERVAL, 'Checkpoint interval': INTERVAL }
  await startRun(page, NAME, { ...small, ...intervals, Epochs: 1000, 'Step limit': ENDLESS })
  await expect(state(page)).toHaveText('Training')
}

async function watch({ page }: StudioUnderTest): Promise<void> {
  const losses = ['D loss', 'G loss'].map((name) => page.getByRole('button', { name }))
  const first = await stepPast(page, 0)
  // The losses arrive separately from the step.
  for (const loss of losses) await expect(loss).toHaveText(/\d\.\d{3}$/)
  const values = await Promise.all(losses.map((loss) => loss.innerText()))
  await stepPast(page, first)
  for (const [i, loss] of losses.entries()) await expect(loss).not.toHaveText(values[i] ?? '')
}

/** @returns the step at which it is paused */
async function pause({ page }: StudioUnderTest): Promise<number> {
  await action(page, 'Pause').click()
  await expect(state(page)).toHaveText('Paused')
  const paused = await stepShown(page)
  await expect(logged(page, `Paused at step ${formatted(paused)}`)).toBeVisible()
  // If training continued, the step would have changed by the time this is answered.
  await action(page, 'Sample now').click()
  await expect(logged(page, `Drew samples at step ${formatted(paused)}`).first()).toBeVisible()
  await expect(action(page, 'Sample now')).toHaveAttribute('aria-busy', 'false')
  expect(await stepShown(page)).toBe(paused)
  return paused
}

async function findSample({ page }: StudioUnderTest, step: number): Promise<void> {
  await page.getByRole('tab', { name: 'Gallery' }).click()
  const grid = page.getByRole('img', { name: `Step ${formatted(step)} ` })
  await expect(grid).toBeVisible()
  await page.getByRole('tab', { name: 'Training' }).click()
}

/** @returns the step of the checkpoint */
async function checkpoint({ page }: StudioUnderTest, paused: number): Promise<number> {
  await action(page, 'Continue').click()
  await expect(state(page)).toHaveText('Training')
  await stepPast(page, paused)
  await action(page, 'Pause').click()
  await expect(state(page)).toHaveText('Paused')
  const step = await stepShown(page)
  await action(page, 'Checkpoint now').click()
  await expect.poll(() => checkpointsShown(page)).toContain(step)
  await action(page, 'Continue').click()
  await stepPast(page, step)
  return step
}

/** @returns the last step seen */
async function reopen(studio: StudioUnderTest, saved: number): Promise<number> {
  const page = await studio.restart()
  await openRun(page, NAME, 'Stopped')
  const newest = await stepShown(page)
  // It trained further after the checkpoint, and a clean shutdown loses no step.
  expect(newest).toBeGreaterThan(saved)
  await expect.poll(() => newestCheckpoint(page)).toBe(newest)
  await resume(page, newest, 1)
  return stepPast(page, newest)
}

async function crash(studio: StudioUnderTest, left: number): Promise<void> {
  // Training continues while a checkpoint is written; a crash loses the steps since the last
  // checkpoint on disk.
  await expect.poll(() => newestCheckpoint(studio.page)).toBeGreaterThan(left - INTERVAL)
  await studio.kill()
  const page = await studio.open()
  await openRun(page, NAME, 'Interrupted')
  await expect(page.getByText('Training was interrupted')).toBeVisible()
  const promise = page.getByText('Resume continues from step')
  const from = numberIn(await promise.innerText())
  await expect.poll(() => newestCheckpoint(page)).toBe(from)
  // A crash while no checkpoint is being written loses at most one interval.
  expect(from).toBeGreaterThan(left - INTERVAL)
  await resume(page, from, 2)
  await stepPast(page, from)
}

/** The step of the newest checkpoint listed; 0 without one. */
const newestCheckpoint = async (page: Page): Promise<number> =>
  (await checkpointsShown(page))[0] ?? 0

/**
 * Resumes the open run, and checks the step it resumed from.
 *
 * @param times how often it has then been resumed
 */
async function resume(page: Page, from: number, times: number): Promise<void> {
  const resumptions = logged(page, 'Resumed from step')
  await action(page, 'Resume').click()
  await expect(state(page)).toHaveText('Training')
  await expect(resumptions).toHaveCount(times)
  await expect(resumptions.first()).toHaveText(`Resumed from step ${formatted(from)}`)
}

async function stop({ page }: StudioUnderTest): Promise<void> {
  await action(page, 'Stop').click()
  await expect(state(page)).toHaveText('Stopped')
  const at = await stepShown(page)
  await expect.poll(() => newestCheckpoint(page)).toBe(at)
}

async function finish({ page }: StudioUnderTest): Promise<void> {
  await page.getByRole('link', { name: 'Duplicate settings' }).click()
  await expect(fold(page, 'Data')).toContainText('Image size 8')
  await startRun(page, 'Few steps', { 'Step limit': FEW })
  await expect(state(page)).toHaveText('Finished', { timeout: 60_000 })
  expect(await stepShown(page)).toBe(FEW)
  await expect(logged(page, `Finished after ${FEW} steps`)).toBeVisible()
  await expect.poll(() => checkpointsShown(page)).toEqual([FEW, INTERVAL])
  await goTo(page, 'Runs')
  await expect(runCard(page, 'Few steps')).toContainText('Finished')
  await expect(runCard(page, NAME)).toContainText('Stopped')
}
