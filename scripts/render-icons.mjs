// node scripts/render-icons.mjs: renders resources/icons/icon.svg in every size installers need.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'

const folder = fileURLToPath(new URL('../resources/icons', import.meta.url))
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8')
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
for (const size of [16, 32, 48, 64, 128, 256, 512, 1024]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const style = `svg { position: fixed; inset: 0; width: ${size}px; height: ${size}px }`
  await page.setContent(`<style>${style}</style>${svg}`)
  const path = join(folder, `${size}x${size}.png`)
  await page.screenshot({ path, omitBackground: true })
  await page.close()
}
await browser.close()
