import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { action, goTo } from '../../e2e/app'
import { median } from '../../src/main/studio/quantile'
import type { Figure } from '../studio/figures'
import { openBrowser, serveStudio } from '../studio/host'
import { createLongRun } from '../studio/long-run'
import { watch } from '../studio/page-recorder'
import { trafficDuring } from '../studio/traffic'
import { openRun } from '../studio/use'
import { processorSeconds } from './processes'

const SECONDS = 20
/** Milliseconds allowed for a run to start on a busy machine. */
const START_MS = 120_000
/** Milliseconds allowed for a screen to be drawn completely. */
const SETTLE_MS = 3000

/** The cost of a screen per second that it is open. */
interface Cost {
  messages: number
  kilobytes: number
  /** Processor time in percent of a core. */
  host: number
  page: number
}
type Screen = 'Quality tab' | 'Training tab' | 'Settings'

/** The cost of the open Quality tab of a run that trains, compared with other screens. */
export async function benchTab(home: string, rounds: number): Promise<Figure[]> {
  const id = await createLongRun(home)
  measureOnce(id, home)
  const served = await serveStudio(home)
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
    page.setDefaultTimeout(START_MS)
    await page.goto(served.url)
    await openRun(page)
    await action(page, 'Resume').click()
    await action(page, 'Pause').waitFor()
    const costs = new Map<Screen, Cost[]>()
    for (let round = 0; round < rounds; round++) {
      for (const screen of ['Quality tab', 'Settings', 'Training tab'] as const) {
        await show(page, screen)
        await watch(page, SETTLE_MS)
        const cost = await costOf(page, browser, served.pid)
        costs.set(screen, [...(costs.get(screen) ?? []), cost])
      }
    }
    return figuresOf(costs)
  } finally {
    await browser.close()
    await served.close()
  }
}

/** Measures a checkpoint, so that the tab has something to show. */
function measureOnce(id: string, home: string): void {
  const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))
  const args = ['evaluate', id, '--count', '500', '--metrics', 'fid,recall', '--out', home]
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`measuring ended with ${status}: ${stderr}`)
}

async function show(page: Page, screen: Screen): Promise<void> {
  if (screen === 'Settings') return goTo(page, 'Settings')
  await openRun(page)
  await page.getByRole('tab', { name: screen.split(' ')[0] ?? '', exact: true }).click()
}

async function costOf(page: Page, browser: Browser, pid: number): Promise<Cost> {
  const before = { host: processorSeconds(pid), page: await pageSeconds(browser) }
  const started = performance.now()
  const { messages, bytes } = await trafficDuring(page, () => watch(page, SECONDS * 1000))
  const seconds = (performance.now() - started) / 1000
  return {
    messages: messages / seconds,
    kilobytes: bytes / 1000 / seconds,
    host: ((processorSeconds(pid) - before.host) / seconds) * 100,
    page: (((await pageSeconds(browser)) - before.page) / seconds) * 100,
  }
}

/** Processor time of the browser's renderers so far. */
async function pageSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  return renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}

function figuresOf(costs: ReadonlyMap<Screen, readonly Cost[]>): Figure[] {
  const of = (screen: Screen, key: keyof Cost): number =>
    median((costs.get(screen) ?? []).map((cost) => cost[key]))
  const screens = [...costs.keys()].flatMap((screen): Figure[] => [
    { name: `${screen}: messages per second`, value: of(screen, 'messages'), unit: '' },
    { name: `${screen}: traffic`, value: of(screen, 'kilobytes'), unit: 'kB/s' },
    { name: `${screen}: host's processor time`, value: of(screen, 'host'), unit: '% of a core' },
    { name: `${screen}: page's processor time`, value: of(screen, 'page'), unit: '% of a core' },
  ])
  const more = (key: keyof Cost): number => of('Quality tab', key) - of('Settings', key)
  return [
    ...screens,
    { name: 'Quality tab costs more: traffic', value: more('kilobytes'), unit: 'kB/s', limit: 1 },
    { name: 'Quality tab costs more: host', value: more('host'), unit: '% of a core', limit: 1 },
    { name: 'Quality tab costs more: page', value: more('page'), unit: '% of a core', limit: 1 },
  ]
}
