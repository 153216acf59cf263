/*
 * Takes screenshots of a data folder's pages for docs/screenshots: each page in light and dark, in
 * English and Chinese. Needs a built program and Chromium.
 *
 * usage: node scripts/screenshots.mjs <data folder> <folder to write> <name>=<page> ...
 * example: node scripts/screenshots.mjs ~/gan docs/screenshots data=/data data-set=/data/emoji
 *
 * An exclamation mark after a page, as in generate=/generate!, presses its primary button first.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from './lib/end-to-end.mjs'
import { firstLine } from './lib/freeze-host.mjs'
import { runMain, say, SetupError } from './lib/ui.mjs'

const USAGE =
  'usage: node scripts/screenshots.mjs <data folder> <folder to write> <name>=<page> ...'
const THEMES = /** @type {const} */ (['light', 'dark'])
const LOCALES = { en: 'en-US', zh: 'zh-CN' }
const VIEWPORT = { width: 1440, height: 960 }

await runMain(async () => {
  const [home, out, ...pages] = process.argv.slice(2)
  if (home === undefined || out === undefined || !pages.every((page) => page.includes('=/'))) {
    throw new SetupError(USAGE)
  }
  const executablePath = findChromium(process.env)
  if (executablePath === undefined)
    throw new SetupError('Chromium was not found; set CHROMIUM_PATH.')
  mkdirSync(out, { recursive: true })
  const command = ['out/main/cli.js', 'serve', '--no-open', '--json', '--port', '0', '--out', home]
  const server = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false })
  try {
    const { url } = await firstLine(server, (line) => typeof line.url === 'string')
    for (const theme of THEMES) {
      for (const [language, locale] of Object.entries(LOCALES)) {
        await takeAll(browser, url, { theme, locale }, pages, `${theme}-${language}`, out)
      }
    }
  } finally {
    await browser.close()
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
})

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url of the studio, with its token
 * @param {{ theme: 'light' | 'dark', locale: string }} look
 * @param {string[]} pages each as name=page
 * @param {string} suffix of the files' names
 * @param {string} out
 */
async function takeAll(browser, url, { theme, locale }, pages, suffix, out) {
  const context = await browser.newContext({ viewport: VIEWPORT, colorScheme: theme, locale })
  const page = await context.newPage()
  await page.goto(url)
  for (const entry of pages) {
    const [name, address] = /** @type {[string, string]} */ (entry.split(/=(.*)/s, 2))
    const file = join(out, `${name}-${suffix}.png`)
    const route = address.replace(/!$/, '')
    await page.goto(new URL(`#${route}`, page.url()).href)
    await page.locator('h1').waitFor()
    if (route !== address) {
      await page.locator('main .primary').first().click()
      await page.locator('h1').scrollIntoViewIfNeeded()
    }
    writeFileSync(file, await settled(page))
    say(file)
  }
  await context.close()
}

/**
 * A picture of the page once it no longer changes.
 * @param {import('@playwright/test').Page} page
 */
async function settled(page) {
  let shown = await page.screenshot()
  for (;;) {
    // Nothing tells when images and charts are drawn: two equal pictures do.
    await page.waitForTimeout(500)
    const next = await page.screenshot()
    if (next.equals(shown)) return next
    shown = next
  }
}
