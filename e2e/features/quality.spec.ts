import fs from 'node:fs'
import path from 'node:path'
import { fill, goTo, overflow, small, startRun, state } from '../app'
import { expect, test } from '../fixtures'
import { pictures, writeFolder } from '../pictures'
import { seriousViolations } from './axe'
import { add, describePath, openDataset } from './data'
import { unreachableByTab } from './keyboard'
import { writeOnnxNet } from './onnx-net'
import type { Locator, Page } from '@playwright/test'

const RUN = 'Measured'
const STEPS = 20

/** Trains a tiny run on a tiny data set, which is not measured while it trains. */
async function train(page: Page, dataFolder: string): Promise<void> {
  await describePath(page, writeFolder(path.join(dataFolder, 'few'), pictures(120, 8, ['a', 'b'])))
  await fill(page, { 'Image size': 8 })
  await add(page, 'Few')
  await openDataset(page, 'Few')
  await page.getByRole('link', { name: 'Train on this data set' }).click()
  const intervals = { 'Checkpoint interval': 10, 'Metrics interval': 0 }
  await startRun(page, RUN, { ...small, ...intervals, Epochs: 100, 'Step limit': STEPS })
  await expect(state(page)).toHaveText('Finished')
}

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Measure', exact: true })
const press = (page: Page, name: string): Promise<void> =>
  panel(page).getByRole('button', { name, exact: true }).click()
/** Chooses the number of images; the options are closed on a page that was just opened. */
async function generate(page: Page, images: number): Promise<void> {
  const options = panel(page).locator('details')
  if ((await options.getAttribute('open')) === null) await options.getByText('Options').click()
  await panel(page).getByRole('spinbutton', { name: 'Generated images' }).fill(String(images))
}
const table = (page: Page): Locator => page.getByRole('region', { name: 'Measured checkpoints' })
/** The steps in the rows of the table. */
const stepsShown = (page: Page): Promise<string[]> =>
  table(page).getByRole('rowheader').allInnerTexts()

/** Changes the stored measurements into those that a run makes while it trains. */
function pretendMeasuredWhileTraining(dataFolder: string): void {
  const runs = path.join(dataFolder, 'runs')
  for (const run of fs.readdirSync(runs)) {
    const folder = path.join(runs, run, 'evaluations')
    for (const name of fs.readdirSync(folder)) {
      const file = path.join(folder, name)
      const stored = JSON.parse(fs.readFileSync(file, 'utf8')) as object
      fs.writeFileSync(file, JSON.stringify({ ...stored, pass: 'cheap' }))
    }
  }
}

test('checkpoints are measured with a press, cancelled, and compared', async ({
  studio: { page, dataFolder },
}) => {
  await train(page, dataFolder)
  await expect(page.getByRole('link', { name: 'Quality', exact: true })).toBeHidden()
  await page.getByRole('tab', { name: 'Quality' }).click()
  await expect(page.getByRole('heading', { name: 'Not measured yet' })).toBeVisible()
  await expect(page.getByText('its metrics interval is 0')).toBeVisible()

  // As on the command line.
  const [, id = ''] = /\/runs\/([^/]+)/.exec(page.url()) ?? []
  await expect(panel(page)).toContainText(`evaluate ${id}@${STEPS}`)
  await press(page, 'Measure')
  const progress = panel(page).getByRole('progressbar')
  await expect(progress).toBeVisible()
  await press(page, 'Cancel')
  await expect(progress).toBeHidden()
  await expect(page.getByRole('alert')).toBeHidden()
  await expect(panel(page).getByRole('status')).toContainText('was cancelled')
  await expect(page.getByRole('heading', { name: 'Not measured yet' })).toBeVisible()

  await generate(page, 200)
  await press(page, 'Measure')
  await expect(panel(page).getByRole('status')).toHaveText(`Step ${STEPS} was measured.`)
  await expect(progress).toBeHidden()
  const fid = table(page).getByRole('row').nth(1).getByRole('cell').nth(2)
  await expect(fid).toHaveText(/^\d[\d,.]*$/)
  await expect(page.getByText('How it was measured:')).toBeVisible()
  await expect(page.getByText(/^Classifier score: .+ not a classifier/)).toBeVisible()

  await panel(page).getByRole('combobox', { name: 'Checkpoint' }).selectOption('Step 10')
  await press(page, 'Measure')
  await expect(panel(page).getByRole('status')).toHaveText('Step 10 was measured.')
  expect(await stepsShown(page)).toEqual([String(STEPS), '10'])

  await test.step('the best is marked, and rows are sorted by it', async () => {
    await table(page).getByRole('button', { name: 'FID', exact: true }).click()
    const header = table(page).getByRole('columnheader', { name: 'FID', exact: true })
    await expect(header).toHaveAttribute('aria-sort', 'ascending')
    await expect(fid).toContainText('(best)')
  })

  await test.step('the best of those measured while training is marked wherever one is chosen', async () => {
    pretendMeasuredWhileTraining(dataFolder)
    await page.reload()
    await expect(table(page).getByText('best checkpoint', { exact: false }).first()).toBeVisible()
    await expect(page.getByRole('region', { name: 'Charts' })).toContainText(
      'Best checkpoint: step',
    )
    await page.getByRole('tab', { name: 'Training' }).click()
    const list = page.getByRole('region', { name: 'Checkpoints' })
    await expect(list.getByText('Best FID')).toHaveCount(1)
    await list.getByRole('listitem').filter({ hasText: 'Best FID' }).getByRole('link').click()
    const checked = page.getByRole('radio', { name: /Best FID/ })
    await expect(checked).toBeChecked()
    await page.goBack()
    await page.getByRole('tab', { name: 'Quality' }).click()
    await table(page).getByRole('button', { name: 'FID', exact: true }).click()
  })

  await test.step('arrow keys read the values of a chart', async () => {
    const cursor = page.getByRole('slider', { name: 'FID chart, cursor' })
    await cursor.focus()
    await page.keyboard.press('Home')
    await expect(cursor).toHaveAttribute('aria-valuetext', /^Step 10, FID /)
    await page.keyboard.press('End')
    await expect(cursor).toHaveAttribute('aria-valuetext', new RegExp(`^Step ${STEPS}, FID `))
  })

  await test.step('the nearest training images are found on request', async () => {
    await page.getByText('Nearest training images').click()
    const nearest = page.getByRole('group', { name: 'Nearest training images' })
    await nearest.getByRole('spinbutton', { name: 'Samples', exact: true }).fill('4')
    await nearest.getByRole('radio', { name: 'Pixels' }).check()
    await nearest.getByRole('button', { name: 'Find' }).click()
    await expect(nearest.getByRole('img', { name: 'Sample 4', exact: true })).toBeVisible()
    await expect(nearest.getByRole('img', { name: /^Training image \d+$/ })).toHaveCount(4 * 5)
    await expect(nearest).toContainText('120 training images: the median distance')
    const row = nearest
      .getByRole('listitem')
      .filter({ has: page.getByRole('img') })
      .first()
    const tops = await row
      .getByRole('img')
      .evaluateAll((images) => images.map((image) => image.getBoundingClientRect().top))
    expect([tops.length, new Set(tops).size]).toEqual([6, 1])
    // The panel stays open while another tab is shown.
    await page.getByRole('tab', { name: 'Gallery' }).click()
    await page.getByRole('tab', { name: 'Quality' }).click()
    await expect(nearest.getByRole('img', { name: 'Sample 4', exact: true })).toBeVisible()
    await expect(nearest.getByRole('alert')).toBeHidden()
  })

  await test.step('options that cannot be used are explained, and prevent measuring', async () => {
    await generate(page, 0)
    await expect(panel(page)).toContainText('Enter a whole number from 1 to 100,000.')
    await expect(panel(page).getByRole('button', { name: 'Measure' })).toBeDisabled()
  })

  await test.step('every control is reachable, nothing is cut off, and axe finds nothing', async () => {
    expect(await unreachableByTab(page)).toEqual([])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      expect(await seriousViolations(page), colorScheme).toEqual([])
    }
    const usual = page.viewportSize()
    await page.setViewportSize({ width: 480, height: 900 })
    await expect.poll(() => overflow(page)).toBe(0)
    if (usual !== null) await page.setViewportSize(usual)
  })

  await test.step('the measurements are there after a reload, and linked from the other tab', async () => {
    await page.reload()
    await expect(table(page)).toBeVisible()
    await page.getByRole('tab', { name: 'Training' }).click()
    await page.getByRole('link', { name: 'Quality', exact: true }).click()
    await expect(table(page)).toBeVisible()
  })

  await test.step('an ONNX model in a folder can be used to measure, and a folder without one is an error', async () => {
    await panel(page).getByRole('combobox', { name: 'Checkpoint' }).selectOption('Step 10')
    await panel(page).getByText('Options').click()
    await generate(page, 60)
    await panel(page)
      .getByRole('combobox', { name: 'Feature net' })
      .selectOption('Custom, from a folder')
    const folder = panel(page).getByRole('textbox', { name: 'Net folder' })
    await folder.fill(path.join(dataFolder, 'nowhere'))
    await press(page, 'Measure')
    await expect(panel(page).getByRole('alert')).toContainText('feature net')
    await folder.fill(writeOnnxNet(path.join(dataFolder, 'net')))
    await press(page, 'Measure')
    await expect(panel(page).getByRole('status')).toHaveText('Step 10 was measured.')
    const shown = page.getByRole('combobox', { name: 'Protocol' }).locator('option:checked')
    await expect(shown).toContainText('Features of Tiny convolutions')
    expect(await seriousViolations(page)).toEqual([])
  })

  await test.step('a net trained on the data set’s page can be used to measure', async () => {
    await page.getByRole('tab', { name: 'Quality' }).click()
    const quality = page.url()
    await goTo(page, 'Data')
    await openDataset(page, 'Few')
    await page.getByRole('button', { name: 'Train feature net' }).click()
    await expect(page.getByText('The feature net is ready.')).toBeVisible()
    await expect(page.getByText('LeNet for Few')).toBeVisible()
    await expect(page.getByText(/% of 12 images/)).toBeVisible()
    expect(await unreachableByTab(page)).toEqual([])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      expect(await seriousViolations(page), colorScheme).toEqual([])
    }
    await page.goto(quality)
    await generate(page, 60)
    await panel(page)
      .getByRole('combobox', { name: 'Feature net' })
      .selectOption('Trained on this data set')
    await panel(page).getByRole('checkbox', { name: 'FID', exact: true }).uncheck()
    await press(page, 'Measure')
    await expect(panel(page).getByRole('status')).toHaveText(`Step ${STEPS} was measured.`)
    await expect(page.getByText(/^How it was measured:.*LeNet for Few/)).toBeVisible()
    await expect(table(page).getByRole('columnheader', { name: 'Classifier score' })).toBeVisible()
    await expect(table(page).getByRole('columnheader', { name: 'FID', exact: true })).toBeHidden()
  })

  await test.step('the list of runs shows and sorts by the newest FID', async () => {
    await goTo(page, 'Runs')
    await page.getByRole('radio', { name: 'Table' }).check()
    await page.getByRole('button', { name: 'FID', exact: true }).click()
    const column = page.getByRole('columnheader', { name: 'FID', exact: true })
    await expect(column).toHaveAttribute('aria-sort', 'ascending')
    await expect(page.getByRole('row', { name: RUN })).toContainText('Random convolutions')
  })
})
