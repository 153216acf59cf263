import fs from 'node:fs'
import { expect } from './fixtures'
import type { StudioUnderTest } from './fixtures'
import { isStandIn } from './hosts/electron-binary'
import type { Download, Locator, Page } from '@playwright/test'

/* The studio as a person sees it: by the words on the screen, in English. */

/** Form values for real training that even a slow machine does at some hundred steps per second. */
export const small = {
  'Image size': 8,
  'Batch size': 8,
  'Latent size': 8,
  'Checkpoints kept': 0,
}

/** Goes to a screen by the navigation. */
export async function goTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen }).click()
  await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible()
}

/** The button that folds a part of the form. */
export const fold = (page: Page, title: string): Locator =>
  page.locator('summary').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

/** Unfolds every part of the form. */
export async function unfold(page: Page): Promise<void> {
  const folded = page.locator('details:not([open]) > summary')
  while ((await folded.count()) > 0) await folded.first().click()
}

/** Fills the form's fields, which have exactly these labels. */
export async function fill(page: Page, values: Record<string, string | number>): Promise<void> {
  await unfold(page)
  for (const [label, value] of Object.entries(values)) {
    await page.getByLabel(label, { exact: true }).fill(String(value))
  }
}

/** Starts a run from the form it is on and waits for its own screen. */
export async function startRun(
  page: Page,
  name: string,
  values: Record<string, string | number>,
): Promise<void> {
  await fill(page, { Name: name, ...values })
  await page.getByRole('radio', { name: 'WebAssembly', exact: true }).check()
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** The part of a run's screen that steers it. */
export const controls = (page: Page): Locator =>
  page.getByRole('region', { name: 'Training', exact: true })

export const action = (page: Page, name: string): Locator =>
  controls(page).getByRole('button', { name, exact: true })

/** The run's state in words, beside its name. */
export const state = (page: Page): Locator => page.locator('main :has(> h1) + *')

export const runCard = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name }) })

/** Opens a run in this state from the list of runs. */
export async function openRun(page: Page, name: string, inState: string): Promise<void> {
  await expect(runCard(page, name)).toContainText(inState)
  await runCard(page, name).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(state(page)).toHaveText(inState)
}

const stepFigure = (page: Page): Locator =>
  controls(page)
    .locator('dl > div')
    .filter({ has: page.getByText('Step', { exact: true }) })
    .getByRole('definition')

/** The step that the screen shows now. */
export async function stepShown(page: Page): Promise<number> {
  return numberIn(await stepFigure(page).innerText())
}

/** Waits until the step shown is past one, and gives it. */
export async function stepPast(page: Page, before: number): Promise<number> {
  await expect.poll(() => stepShown(page)).toBeGreaterThan(before)
  return stepShown(page)
}

/** The first number of a text, thousands separated by commas. */
export function numberIn(text: string): number {
  const digits = /\d[\d,]*/.exec(text)?.[0]
  if (digits === undefined) throw new Error(`there is no number in "${text}"`)
  return Number(digits.replaceAll(',', ''))
}

/** Sentences of the run's log that begin so, newest first. */
export const logged = (page: Page, sentence: string): Locator =>
  page
    .getByRole('log', { name: 'Activity' })
    .getByRole('paragraph')
    .filter({ hasText: new RegExp(`^${sentence}\\b`) })

/** Steps of the checkpoints listed, newest first. */
export async function checkpointsShown(page: Page): Promise<number[]> {
  const items = page.getByRole('region', { name: 'Checkpoints' }).getByRole('listitem')
  return (await items.allInnerTexts()).map(numberIn)
}

/** A number as the page formats it. */
export const written = (value: number): string => value.toLocaleString('en')

/** Bytes that the page's own origin serves under an address. */
export async function bytesAt(page: Page, url: string): Promise<Buffer> {
  const base64 = await page.evaluate(`(async () => {
    const response = await fetch(${JSON.stringify(url)})
    if (!response.ok) throw new Error(response.url + ' answers ' + response.status)
    const bytes = new Uint8Array(await response.arrayBuffer())
    let text = ''
    for (const byte of bytes) text += String.fromCharCode(byte)
    return btoa(text)
  })()`)
  return Buffer.from(String(base64), 'base64')
}

export interface SavedFile {
  name: string
  bytes: Buffer
}

/** The file that an act has the studio save. */
export async function savedBy(
  studio: StudioUnderTest,
  act: () => Promise<void>,
): Promise<SavedFile> {
  const [file] = await allSavedBy(studio, 1, act)
  if (file === undefined) throw new Error('nothing was saved')
  return file
}

/**
 * The files that an act has the studio save, all of them: one still on its way would be cancelled
 * by whatever happens to the page next.
 */
export async function allSavedBy(
  studio: StudioUnderTest,
  count: number,
  act: () => Promise<void>,
): Promise<SavedFile[]> {
  if (studio.host === 'electron' && !isStandIn) return savedByElectron(studio, count, act)
  const begun: Download[] = []
  const coming = studio.page.waitForEvent('download', (one) => begun.push(one) === count)
  await act()
  await coming
  return Promise.all(
    begun.map(async (one) => ({
      name: one.suggestedFilename(),
      bytes: fs.readFileSync(await one.path()),
    })),
  )
}

/** Electron itself would ask a person where to; it is told instead. */
async function savedByElectron(
  { app, dataFolder }: StudioUnderTest,
  count: number,
  act: () => Promise<void>,
): Promise<SavedFile[]> {
  const target = `${dataFolder}/saved-by-the-test`
  const coming = app.evaluate(
    ({ session }, { target, count }) =>
      new Promise<string[]>((resolve) => {
        const names: string[] = []
        let begun = 0
        session.defaultSession.on('will-download', (_, item) => {
          const index = begun++
          if (index >= count) return
          item.setSavePath(`${target}-${index}`)
          item.once('done', () => {
            names[index] = item.getFilename()
            if (Object.keys(names).length === count) resolve(names)
          })
        })
      }),
    { target, count },
  )
  await act()
  const names = await coming
  return names.map((name, i) => ({ name, bytes: fs.readFileSync(`${target}-${i}`) }))
}
