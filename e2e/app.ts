import fs from 'node:fs'
import { expect } from './fixtures'
import type { StudioUnderTest } from './fixtures'
import { isStandIn } from './hosts/electron-binary'
import type { Download, Locator, Page } from '@playwright/test'

/* Helpers that use the studio as a user does, by the English texts on the screen. */

/** Form values for training at hundreds of steps per second even on a slow machine. */
export const small = {
  'Image size': 8,
  'Batch size': 8,
  'Latent size': 8,
  'Checkpoints kept': 0,
}

/** Opens a screen through the navigation. */
export async function goTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen }).click()
  await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible()
}

/** The button that folds a section of the form. */
export const fold = (page: Page, title: string): Locator =>
  page.locator('summary').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

/** Unfolds every section of the form. */
export async function unfold(page: Page): Promise<void> {
  const folded = page.locator('details:not([open]) > summary')
  while ((await folded.count()) > 0) await folded.first().click()
}

/** Fills the form's fields by their exact labels. */
export async function fill(page: Page, values: Record<string, string | number>): Promise<void> {
  const fields = Object.entries(values).map(
    ([label, value]) => [page.getByLabel(label, { exact: true }), String(value)] as const,
  )
  // Until the form is there, it has no sections to unfold.
  for (const [field] of fields) await expect(field).toBeAttached()
  await unfold(page)
  for (const [field, value] of fields) await field.fill(value)
}

/** Starts a run from the open form, and waits for the run's page. */
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

/** The training controls of a run's page. */
export const controls = (page: Page): Locator =>
  page.getByRole('region', { name: 'Training', exact: true })

export const action = (page: Page, name: string): Locator =>
  controls(page).getByRole('button', { name, exact: true })

/** The badge with the run's state. */
export const state = (page: Page): Locator => page.locator('main :has(> h1) + *')

export const runCard = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name }) })

/** Opens a run from the list of runs, and checks its state. */
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

/** The step currently shown. */
export async function stepShown(page: Page): Promise<number> {
  return numberIn(await stepFigure(page).innerText())
}

/** Waits until the step shown is past `before`. @returns the step shown */
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

/** Entries of the run's activity that start with a sentence, newest first. */
export const logged = (page: Page, sentence: string): Locator =>
  page
    .getByRole('log', { name: 'Activity' })
    .getByRole('paragraph')
    .filter({ hasText: new RegExp(`^${sentence}\\b`) })

/** The steps of the listed checkpoints, newest first. */
export async function checkpointsShown(page: Page): Promise<number[]> {
  const items = page.getByRole('region', { name: 'Checkpoints' }).getByRole('listitem')
  return (await items.allInnerTexts()).map(numberIn)
}

/** How many pixels the page is wider than its window; above 0, it scrolls sideways. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** A number as the page formats it. */
export const formatted = (value: number): string => value.toLocaleString('en')

/** Fetches an address of the page's origin. @returns its bytes */
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

/** Performs an action that saves one file. @returns the file */
export async function savedBy(
  studio: StudioUnderTest,
  act: () => Promise<void>,
): Promise<SavedFile> {
  const [file] = await allSavedBy(studio, 1, act)
  if (file === undefined) throw new Error('nothing was saved')
  return file
}

/**
 * Performs an action that saves files, and waits for all of them, since a pending download would be
 * cancelled by the next navigation.
 */
export async function allSavedBy(
  studio: StudioUnderTest,
  count: number,
  act: () => Promise<void>,
): Promise<SavedFile[]> {
  if (studio.host === 'electron' && !isStandIn) return savedByElectron(studio, count, act)
  const downloads: Download[] = []
  const saved = studio.page.waitForEvent('download', (one) => downloads.push(one) === count)
  await act()
  await saved
  return Promise.all(
    downloads.map(async (one) => ({
      name: one.suggestedFilename(),
      bytes: fs.readFileSync(await one.path()),
    })),
  )
}

/** Real Electron would ask where to save each file, so the paths are set in advance. */
async function savedByElectron(
  { app, dataFolder }: StudioUnderTest,
  count: number,
  act: () => Promise<void>,
): Promise<SavedFile[]> {
  const target = `${dataFolder}/saved-by-the-test`
  const downloading = await app.evaluateHandle(
    ({ session }, { target, count }) => ({
      names: new Promise<string[]>((resolve) => {
        const names: string[] = []
        let downloads = 0
        session.defaultSession.on('will-download', (_, item) => {
          const index = downloads++
          if (index >= count) return
          item.setSavePath(`${target}-${index}`)
          item.once('done', () => {
            names[index] = item.getFilename()
            if (Object.keys(names).length === count) resolve(names)
          })
        })
      }),
    }),
    { target, count },
  )
  await act()
  const names = await downloading.evaluate(({ names }) => names)
  return names.map((name, i) => ({ name, bytes: fs.readFileSync(`${target}-${i}`) }))
}

/**
 * The texts on the screen that are cut off, or stick out of their card or control. Text fields do
 * not count, since they scroll.
 */
export const cutOffTexts = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    const found = []
    while (texts.nextNode()) {
      const { data, parentElement: parent } = texts.currentNode
      const isShown = parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      const isHidden = parent.closest('.visually-hidden, .icon-only-if-narrow, option') !== null
      if (data.trim() === '' || !isShown || isHidden) continue
      const range = document.createRange()
      range.selectNodeContents(texts.currentNode)
      const text = range.getBoundingClientRect()
      for (let box = parent; box.tagName !== 'MAIN'; box = box.parentElement) {
        const isEdge = getComputedStyle(box).overflowX !== 'visible' ||
          box.matches('section, li, label, button, details, .ui-control')
        const { left, right } = box.getBoundingClientRect()
        if (!isEdge || (text.right <= right + 1 && text.left >= left - 1)) continue
        found.push(data.trim())
        break
      }
    }
    // Browsers cut off the text of a select, which is shown next to it instead.
    for (const select of document.querySelectorAll('main select')) {
      if (getComputedStyle(select).opacity !== '0') found.push(select.value)
    }
    return found
  })()`)
