import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium, expect, test as base } from '@playwright/test'
import type { Browser, ElectronApplication, Page } from '@playwright/test'
import { openElectronStudio } from './hosts/electron'
import type { Settings } from '../src/contract/settings'
import type { OpenStudio, RunningStudio } from './hosts/host'
import { untilAllEnded } from './hosts/processes'
import { openWebStudio } from './hosts/web'
import { tiny } from './tiny'

/** A studio with a new data folder, which has the preset "Tiny". */
export class StudioUnderTest {
  private running: RunningStudio | undefined
  /** Errors and warnings reported by Svelte, with their stacks. */
  readonly frameworkErrors: string[] = []

  constructor(
    readonly host: 'web' | 'electron',
    readonly dataFolder: string,
    private readonly start: OpenStudio,
  ) {}

  /** The studio's current page; a restart replaces it. */
  get page(): Page {
    return this.current.page
  }

  /** Electron's main process. */
  get app(): ElectronApplication {
    const { app } = this.current
    if (app === undefined) throw new Error('this spec is for Electron only')
    return app
  }

  /** Functions that kill and restart the web host under an open page. */
  get webHost(): Required<Pick<RunningStudio, 'killHost' | 'startHost'>> {
    const { killHost, startHost } = this.current
    if (killHost === undefined || startHost === undefined)
      throw new Error('this spec is for the web host only')
    return { killHost, startHost }
  }

  async open(): Promise<Page> {
    this.running = await this.start(this.dataFolder)
    await this.recordFrameworkErrors()
    return this.page
  }

  private async recordFrameworkErrors(): Promise<void> {
    const inspector = await this.page.context().newCDPSession(this.page)
    inspector.on('Runtime.consoleAPICalled', ({ args, stackTrace }) => {
      const text = args.map(({ value }) => String(value)).join(' ')
      if (!text.includes('svelte.dev/e/')) return
      const frames = stackTrace?.callFrames ?? []
      const stack = frames.map(
        (frame) => `${frame.functionName} ${frame.url}:${frame.lineNumber}:${frame.columnNumber}`,
      )
      this.frameworkErrors.push([text, ...stack].join('\n  at '))
    })
    await inspector.send('Runtime.enable')
  }

  /** The file with the settings; the desktop application has it in a subfolder. */
  get preferencesFile(): string {
    return path.join(this.dataFolder, this.host === 'web' ? '' : 'electron', 'preferences.json')
  }

  /**
   * Waits until the settings in the file have these values. A page shows a choice at once, before
   * the host has received it.
   */
  async saved(settings: Partial<Settings>): Promise<void> {
    await expect
      .poll(() => JSON.parse(fs.readFileSync(this.preferencesFile, 'utf8')) as unknown)
      .toMatchObject({ settings })
  }

  /** Closes the studio, which saves its runs, and opens it again. */
  async restart(): Promise<Page> {
    await this.close()
    return this.open()
  }

  /** Kills the host's process; `open()` starts another. */
  async kill(): Promise<void> {
    await this.current.kill()
    this.running = undefined
  }

  /** To be called after the studio exited by itself; `open()` starts another. */
  ended(): void {
    this.running = undefined
  }

  async close(): Promise<void> {
    const { running } = this
    this.running = undefined
    await running?.close()
  }

  private get current(): RunningStudio {
    if (this.running === undefined) throw new Error('the studio is not open')
    return this.running
  }
}

export interface Fixtures {
  /** A studio of the test's own. */
  studio: StudioUnderTest
  /**
   * A studio without runs that the worker's tests share, for those that only look at it. Each starts
   * on the list of runs, in a newly loaded page.
   */
  shared: StudioUnderTest
}

export interface WorkerFixtures {
  chromiumBrowser: Browser
  sharedStudio: StudioUnderTest
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  chromiumBrowser: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's dependencies from this pattern
    async ({}, use) => {
      const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
      const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
      const browser = await chromium.launch({ executablePath, args })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  studio: async ({ chromiumBrowser }, use, { project }) => {
    await withStudio(chromiumBrowser, project.name, async (studio) => {
      await studio.open()
      await use(studio)
    })
  },
  sharedStudio: [
    async ({ chromiumBrowser }, use, { project }) => {
      await withStudio(chromiumBrowser, project.name, async (studio) => {
        await studio.open()
        await use(studio)
      })
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  shared: async ({ sharedStudio }, use) => {
    await reopen(sharedStudio.page)
    await use(sharedStudio)
  },
})

/** Reloads the page on the list of runs, with the window and media of a new page. */
export async function reopen(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  await page.evaluate(`location.hash = '#/runs'`)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Runs' })).toBeVisible()
}

/** Runs `work` with a studio in a new folder, then closes the studio and removes the folder. */
export async function withStudio(
  browser: Browser,
  projectName: string,
  work: (studio: StudioUnderTest) => Promise<void>,
): Promise<void> {
  const host = projectName === 'web' ? 'web' : 'electron'
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `gan-studio-e2e-${host}-`))
  const start: OpenStudio =
    host === 'web' ? (data) => openWebStudio(browser, data) : openElectronStudio
  const studio = new StudioUnderTest(host, folder, start)
  fs.mkdirSync(path.dirname(studio.preferencesFile), { recursive: true })
  fs.writeFileSync(studio.preferencesFile, JSON.stringify(tiny))
  try {
    await work(studio)
  } finally {
    try {
      await studio.close()
    } finally {
      // Processes that the host started may still be writing to the folder.
      await untilAllEnded(folder)
      fs.rmSync(folder, { recursive: true, force: true })
    }
  }
  expect(studio.frameworkErrors).toEqual([])
}

export { expect } from '@playwright/test'
