import type { Browser } from '@playwright/test'
import type { Figure } from './figures'
import { median } from '../../src/main/studio/quantile'
import { openBrowser, serveStudio } from './host'

/**
 * The time from the start of the host's process until the page responds: it shows the list of runs,
 * and its button can be pressed. The browser is already open, as usual; its start is reported
 * separately.
 */
export async function benchColdStart(dataFolder: string, times: number): Promise<Figure[]> {
  const [host, page, browserStart]: number[][] = [[], [], []]
  for (let i = 0; i < times; i++) {
    const launched = performance.now()
    const browser = await openBrowser()
    browserStart?.push(performance.now() - launched)
    const { hostMs, pageMs } = await startOnce(browser, dataFolder)
    host?.push(hostMs)
    page?.push(pageMs)
    await browser.close()
  }
  const [hostMs, pageMs] = [median(host ?? []), median(page ?? [])]
  return [
    { name: 'cold start: the host', value: hostMs, unit: 'ms' },
    { name: 'cold start: the page', value: pageMs, unit: 'ms' },
    {
      name: 'cold start: both, to an interactive page',
      value: hostMs + pageMs,
      unit: 'ms',
      limit: 2000,
    },
    { name: 'cold start: the browser, not counted', value: median(browserStart ?? []), unit: 'ms' },
  ]
}

async function startOnce(
  browser: Browser,
  dataFolder: string,
): Promise<{ hostMs: number; pageMs: number }> {
  const page = await browser.newPage()
  const studio = await serveStudio(dataFolder)
  const started = performance.now()
  await page.goto(studio.url)
  await page.getByRole('listitem').getByRole('heading', { level: 2 }).first().waitFor()
  await page.getByRole('link', { name: 'New run' }).first().click({ trial: true })
  const pageMs = performance.now() - started
  await studio.close()
  return { hostMs: studio.startMs, pageMs }
}
