import fs from 'node:fs'
import path from 'node:path'
import { fill } from '../app'
import { expect, test } from '../fixtures'
import { killTrainers } from '../hosts/processes'
import { drop, picture, pictures, writeFolder, writeZip } from '../pictures'
import { add, datasetCard, describePath, found, importCard, openAdd, openDataset } from './data'
import type { StudioUnderTest } from '../fixtures'
import type { Page } from '@playwright/test'

const NAME = 'Large pictures'
const COUNT = 300
/** Decoding so many pixels takes long enough to see the import at work. */
const SIDE = 1200
const ready = (page: Page, name: string) => page.getByText(`“${name}” is ready to train on`)

/** Begins an import that takes seconds, and waits until it has prepared some images. */
async function beginSlowImport({ page, dataFolder }: StudioUnderTest): Promise<void> {
  const one = picture(SIDE, 1)
  const files = Array.from({ length: COUNT }, (_, i) => [`${i}.png`, one] as const)
  await describePath(page, writeZip(path.join(dataFolder, 'large.zip'), Object.fromEntries(files)))
  await fill(page, { 'Image size': 16 })
  await add(page, NAME)
  await someDone(page)
}

async function someDone(page: Page): Promise<void> {
  await expect(importCard(page, NAME)).toContainText(/[1-9]\d* of 300 images/)
  await expect(importCard(page, NAME)).toContainText('Importing')
}

test('a dropped folder is read where it is, or sent by the browser', async ({ studio }) => {
  const { page, dataFolder } = studio
  const folder = writeFolder(path.join(dataFolder, 'few'), pictures(4, 16, ['a', 'b']))
  await openAdd(page)
  await drop(page, page.getByText(/^Drop /), folder)
  const shown = studio.host === 'electron' ? folder : 'few'
  await expect(page.getByLabel('File or folder', { exact: true })).toHaveValue(shown)
  await expect(found(page)).toContainText('4 images')
  await expect(found(page)).toContainText('2, from the names of the folders')
})

test('a cancelled import leaves nothing', async ({ studio }) => {
  const { page, dataFolder } = studio
  await beginSlowImport(studio)
  await importCard(page, NAME).getByRole('button', { name: 'Cancel' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`Cancel the import of “${NAME}”?`)
  await dialog.getByRole('button', { name: 'Delete imported images' }).click()
  await expect(importCard(page, NAME)).toBeHidden()
  await expect(datasetCard(page, 'mnist')).toBeVisible()
  await expect(datasetCard(page, NAME)).toBeHidden()
  const left = fs.readdirSync(path.join(dataFolder, 'datasets'), { recursive: true })
  expect(left.filter((name) => /shard|journal|dataset\.json/.test(String(name)))).toEqual([])
  expect(fs.existsSync(path.join(dataFolder, 'large.zip'))).toBe(true)
})

test('an import whose process is killed, and then the studio, is continued to its end', async ({
  studio,
}) => {
  await beginSlowImport(studio)
  await importCard(studio.page, NAME).getByRole('button', { name: 'Cancel' }).click()
  const dialog = studio.page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Keep importing' })).toBeFocused()
  killTrainers(studio.dataFolder)
  await expect(importCard(studio.page, NAME)).toContainText('Interrupted')
  // The question was about a running import.
  await expect(dialog).toBeHidden()
  await importCard(studio.page, NAME).getByRole('button', { name: 'Continue' }).click()
  await someDone(studio.page)
  await studio.kill()
  const page = await studio.open()
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await expect(importCard(page, NAME)).toContainText('Interrupted')
  await expect(importCard(page, NAME)).toContainText('GAN Studio quit during this import')
  await importCard(page, NAME).getByRole('button', { name: 'Continue' }).click()
  await expect(ready(page, NAME)).toBeVisible()
  await expect(datasetCard(page, NAME)).toContainText('300 images')
  await openDataset(page, NAME)
  await page.getByRole('button', { name: 'Check files' }).click()
  await expect(page.getByText('All files are as they were stored (300 images).')).toBeVisible()
})
