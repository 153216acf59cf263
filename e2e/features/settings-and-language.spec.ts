import { goTo } from '../app'
import { expect, test } from '../fixtures'
import type { Page } from '@playwright/test'

const theme = (page: Page) => page.getByRole('radiogroup', { name: 'Theme' })
const root = (page: Page) => page.locator('html')
const choose = (page: Page, label: string) =>
  theme(page).getByRole('radio', { name: label }).check()

/** The brightness of the page's background, from 0 to 255. */
async function brightness(page: Page): Promise<number> {
  const color = await page.evaluate(`getComputedStyle(document.documentElement).backgroundColor`)
  const [red = NaN] = (/\d+(\.\d+)?/.exec(String(color)) ?? []).map(Number)
  return red
}

test('the theme is light, dark or the system’s, and survives a restart', async ({ studio }) => {
  await studio.page.emulateMedia({ colorScheme: 'light' })
  await goTo(studio.page, 'Settings')
  await choose(studio.page, 'Dark')
  await expect(root(studio.page)).toHaveAttribute('data-theme', 'dark')
  await expect.poll(() => brightness(studio.page)).toBeLessThan(80)
  await choose(studio.page, 'Light')
  await expect(root(studio.page)).toHaveAttribute('data-theme', 'light')
  await expect.poll(() => brightness(studio.page)).toBeGreaterThan(200)

  await choose(studio.page, 'System')
  await studio.page.emulateMedia({ colorScheme: 'dark' })
  await expect(root(studio.page)).toHaveAttribute('data-theme', 'dark')
  await studio.page.emulateMedia({ colorScheme: 'light' })
  await expect(root(studio.page)).toHaveAttribute('data-theme', 'light')

  await choose(studio.page, 'Dark')
  await expect(theme(studio.page).getByRole('radio', { name: 'Dark' })).toBeChecked()
  await studio.saved({ theme: 'dark' })
  const page = await studio.restart()
  await expect(root(page)).toHaveAttribute('data-theme', 'dark')
})

const screens = [
  { link: '训练记录', heading: '训练记录', words: '训练你的第一个 GAN' },
  { link: '新建训练', heading: '新建训练', words: '学习率' },
  { link: '生成图像', heading: '生成图像', words: '随机种子' },
  { link: '入门', heading: 'GAN 是如何学习的', words: '判别器' },
  { link: '设置', heading: '设置', words: '外观' },
]

test('switching to Chinese changes every screen, survives a restart, and can be undone', async ({
  studio,
}) => {
  await goTo(studio.page, 'Settings')
  await studio.page.getByRole('radio', { name: '简体中文' }).check()
  await expect(studio.page.getByRole('heading', { level: 1, name: '设置' })).toBeVisible()
  await expect(root(studio.page)).toHaveAttribute('lang', 'zh-CN')
  await expect(studio.page).toHaveTitle('设置 · GAN Studio')

  await studio.saved({ language: 'zh-CN' })
  const page = await studio.restart()
  await expect(root(page)).toHaveAttribute('lang', 'zh-CN')
  const navigation = page.getByRole('navigation', { name: '主导航' })
  for (const { link, heading, words } of screens) {
    await navigation.getByRole('link', { name: link }).click()
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await expect(page.getByRole('main')).toContainText(words)
  }
  await page.getByRole('radio', { name: 'English' }).check()
  await expect(root(page)).toHaveAttribute('lang', 'en')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
})
