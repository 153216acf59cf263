import { action, goTo, logged, openRun, runCard, small, startRun, state, stepPast } from '../app'
import { expect, test as fresh } from '../fixtures'
import { seriousViolations } from '../features/axe'
import { RUN, SAMPLE_EVERY, STEPS, test } from '../features/trained'

test('samples can be enlarged, zoomed in on and browsed by keyboard alone', async ({
  trained: { page },
}) => {
  await openRun(page, RUN, 'Finished')
  const samples = page.getByRole('region', { name: 'Latest samples' })
  await samples.getByRole('button', { name: 'Enlarge the samples' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toHaveAccessibleName(new RegExp(`step ${STEPS}\\b`))
  await page.keyboard.press('ArrowLeft')
  await expect(dialog).toHaveAccessibleName(new RegExp(`step ${STEPS - SAMPLE_EVERY}\\b`))
  await dialog.getByRole('button', { name: 'Zoom in on image 1 of 25' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveAccessibleName(/^Image 2 at/)
  await expect(dialog.getByRole('img')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveAccessibleName(/^Grid of generated images/)
  await expect(dialog.getByRole('button', { name: 'Zoom in on image 2 of 25' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(samples.getByRole('button', { name: 'Enlarge the samples' })).toBeFocused()
  // The panel keeps showing the last grid viewed, until the newest is requested.
  const shown = samples.getByRole('button', { pressed: true })
  await expect(shown).toHaveAccessibleName(new RegExp(`step ${STEPS - SAMPLE_EVERY}\\b`))
  await samples.getByRole('button', { name: 'Show latest' }).click()
  await expect(shown).toHaveAccessibleName(new RegExp(`step ${STEPS}\\b`))
})

test('a finished run shows its changed settings and its duration, and no inapplicable buttons', async ({
  trained: { page },
}) => {
  await openRun(page, RUN, 'Finished')
  const chips = page.getByRole('list', { name: 'Settings' })
  await expect(chips).toContainText('Image size: 8')
  await page.locator('summary').first().click()
  await expect(page.getByRole('term').filter({ hasText: 'Batch size' })).toBeVisible()
  for (const name of ['Duration', 'Average speed']) {
    await expect(page.getByRole('term').filter({ hasText: name })).toBeVisible()
  }
  for (const name of ['Pause', 'Stop', 'Sample now', 'Resume']) {
    await expect(action(page, name)).toHaveCount(0)
  }
  await expect(page.getByRole('link', { name: 'Generate images' })).toHaveCount(1)
  await goTo(page, 'Runs')
  // A card has room for the first of them.
  await expect(runCard(page, RUN).getByRole('list', { name: 'Settings' })).toContainText(
    'Batch size: 8',
  )
})

test('the hardware panel shows what training used, by the step at the cursor', async ({
  trained: { page },
}) => {
  await openRun(page, RUN, 'Finished')
  await page.locator('summary').filter({ hasText: 'Hardware' }).click()
  const panel = page.getByRole('group', { name: 'Hardware' })
  const memory = panel.getByRole('figure', { name: 'Memory' })
  await expect(memory).toContainText(/This run\s+\d+(\.\d+)? [MG]B/)
  const slider = memory.getByRole('slider')
  await expect(slider).toHaveAttribute('aria-valuetext', /All programs .*[MG]B.*This run .*[MG]B/)
  await expect(panel.getByRole('figure', { name: 'Processors in use' })).toBeVisible()
  await expect(panel.getByText(/Free on the disk: \d/)).toBeVisible()
  expect(await seriousViolations(page)).toEqual([])
})

fresh(
  'a run can be renamed on its page, and deleted once it has stopped',
  async ({ studio: { page } }) => {
    await goTo(page, 'New run')
    await startRun(page, 'Before', { ...small, Epochs: 1000 })
    await expect(state(page)).toHaveText('Training')
    await stepPast(page, 0)
    await action(page, 'Pause').hover()
    const tip = await page.locator('.tip', { hasText: 'Pause training' }).boundingBox()
    const sidebar = await page.getByRole('navigation', { name: 'Main' }).boundingBox()
    expect(tip?.x).toBeGreaterThanOrEqual((sidebar?.x ?? 0) + (sidebar?.width ?? 0))
    const menu = page.getByRole('button', { name: 'More actions for Before' })
    await menu.click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    const field = page.getByLabel('New name')
    await field.fill('After')
    // Every step updates the run; that must not replace the typed name.
    await stepPast(page, await stepPast(page, 0))
    await expect(field).toHaveValue('After')
    await field.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'After' })).toBeFocused()
    await page.getByRole('button', { name: 'More actions for After' }).click()
    await expect(page.getByRole('menuitem', { name: /^Delete/ })).toBeDisabled()
    await page.keyboard.press('Escape')
    await action(page, 'Pause').click()
    await expect(action(page, 'Continue')).toBeFocused()
    await action(page, 'Stop').click()
    await expect(state(page)).toHaveText('Stopped')
    await expect(action(page, 'Train longer')).toBeVisible()
    await expect(action(page, 'Resume')).toBeFocused()
    await expect(logged(page, 'Stopped at step')).toBeVisible()
    await page.getByRole('button', { name: 'More actions for After' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    // A message stays while it has the focus.
    await page.getByRole('button', { name: 'Undo' }).focus()
    await expect(page.getByText('“After” deleted')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(runCard(page, 'After')).toBeVisible()
  },
)

fresh('cancelling a start keeps the form’s values', async ({ studio: { page } }) => {
  await goTo(page, 'New run')
  await startRun(page, 'Cancelled', { ...small, Epochs: 1000 })
  // Depending on the progress of the start, it is cancelled or the run stops.
  await action(page, 'Stop').click()
  const back = page.getByLabel('Name', { exact: true })
  await expect(back.or(page.locator('.badge', { hasText: 'Stopped' }))).toBeVisible()
  if (await back.isVisible()) {
    await expect(back).toHaveValue('Cancelled')
    await expect(page.getByLabel('Image size', { exact: true })).toHaveValue('8')
  }
})
