import { fill, goTo } from '../app'
import { expect } from '../fixtures'
import type { Locator, Page } from '@playwright/test'

/* The screens with data sets, as a user sees them. */

/** Opens the screen that adds a data set. */
export async function openAdd(page: Page): Promise<void> {
  await goTo(page, 'Data')
  await page.getByRole('link', { name: 'Add data set' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Add data set' })).toBeVisible()
}

/** Describes a file or folder by its path. */
export async function describePath(page: Page, path: string): Promise<void> {
  await openAdd(page)
  await fill(page, { 'File or folder': path })
  await page.getByRole('button', { name: 'Look inside' }).click()
  await expect(found(page)).toBeVisible()
}

/** The description of the source. */
export const found = (page: Page): Locator => page.getByRole('region', { name: 'What was found' })

export const previewImages = (page: Page): Locator =>
  page.getByRole('list', { name: 'Some prepared images' }).getByRole('img')

/** Adds the described source, and waits for the list of data sets. */
export async function add(page: Page, name: string): Promise<void> {
  await fill(page, { Name: name })
  await page.getByRole('button', { name: 'Add data set' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Data' })).toBeVisible()
}

/** An import's card. */
export const importCard = (page: Page, name: string): Locator =>
  page
    .getByRole('region', { name: 'Imports' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })

/** A data set's card in the list. */
export const datasetCard = (page: Page, title: string): Locator =>
  page
    .getByRole('region', { name: 'Data sets', exact: true })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: title, exact: true }) })

/** Opens a data set from the list. */
export async function openDataset(page: Page, title: string): Promise<void> {
  await datasetCard(page, title).getByRole('link', { name: title, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** The images on a data set's page. */
export const thumbnails = (page: Page): Locator =>
  page.getByRole('listbox', { name: /^Images; arrow keys/ })
