import path from 'node:path'
import { fill, goTo, overflow } from '../app'
import { seriousViolations } from '../features/axe'
import { add, datasetCard, describePath, openAdd, openDataset } from '../features/data'
import { previewImages } from '../features/data'
import { unreachableByTab } from '../features/keyboard'
import { expect, test } from '../fixtures'
import { pictures, writeFolder } from '../pictures'
import type { Page } from '@playwright/test'

/* The screens with data sets: accessible in both themes, and usable at every width. */

const folderIn = (dataFolder: string): string =>
  writeFolder(path.join(dataFolder, 'pictures'), {
    ...pictures(30, 32, ['a class with a rather long name', 'b', 'c']),
    'b/page.png': '<!doctype html>',
  })

async function isAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    expect(await seriousViolations(page), `${screen}, ${colorScheme}`).toEqual([])
  }
  expect(await unreachableByTab(page), screen).toEqual([])
}

async function fitsEveryWidth(page: Page, screen: string): Promise<void> {
  for (const width of [1280, 900, 480, 360]) {
    await page.setViewportSize({ width, height: 800 })
    await expect.poll(() => overflow(page), `${screen} at ${width} px`).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize({ width: 1280, height: 860 })
}

async function check(page: Page, screen: string): Promise<void> {
  await test.step(screen, async () => {
    await isAccessible(page, screen)
    await fitsEveryWidth(page, screen)
  })
}

test('every data screen is accessible, light and dark, and never scrolls sideways', async ({
  studio: { page, dataFolder },
}) => {
  await openAdd(page)
  await fill(page, { 'File or folder': '/nothing/is/here' })
  await page.getByRole('button', { name: 'Look inside' }).click()
  await expect(page.getByText('This source cannot be used')).toBeVisible()
  await check(page, 'adding what cannot be used')

  await describePath(page, folderIn(dataFolder))
  await expect(previewImages(page).first()).toBeVisible()
  await page.getByText('More', { exact: true }).click()
  await check(page, 'adding, with a preview')

  await add(page, 'Pictures')
  await expect(datasetCard(page, 'Pictures')).toBeVisible()
  await check(page, 'the list')

  await openDataset(page, 'Pictures')
  await page.getByText('1 file refused').click()
  await check(page, 'a data set')
})

test('the data screens are Chinese throughout', async ({ studio: { page, dataFolder } }) => {
  await goTo(page, 'Settings')
  await page.getByRole('radio', { name: '简体中文' }).check()
  await page.getByRole('link', { name: '数据', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '数据' })).toBeVisible()
  await page.getByRole('link', { name: '添加数据集' }).first().click()
  await page.getByLabel('文件或文件夹').fill(folderIn(dataFolder))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '处理方式' })).toBeVisible()
  // Names of classes, files and formats are not translated; no sentence of English is left.
  const text = await page.locator('main').innerText()
  expect(text.replaceAll('a class with a rather long name', '')).not.toMatch(/[a-z]+ [a-z]+ [a-z]+/)
})
