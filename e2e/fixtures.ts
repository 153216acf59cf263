import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium, expect, test as base } from '@playwright/test'
import type { Browser, ElectronApplication, Page } from '@playwright/test'
import { openElectronStudio } from './hosts/electron'
import type { OpenStudio, RunningStudio } from './hosts/host'
import { untilAllEnded } from './hosts/processes'
import { openWebStudio } from './hosts/web'
import { tiny } from './tiny'

/** A studio of the test's own: its runs and settings are in a new folder, with the preset "Tiny". */
export class StudioUnderTest {
  private running: RunningStudio | undefined
  /** Errors that the page's framework reported. */
  readonly complaints: string[] = []

  constructor(
    readonly host: 'web' | 'electron',
    readonly dataFolder: string,
    private readonly start: OpenStudio,
  ) {}

  /** The studio's current page; a restart replaces it. */
  get page(): Page {
    return this.now.page
  }

  /** Electron's main process. */
  get app(): ElectronApplication {
    const { app } = this.now
    if (app === undefined) throw new Error('this spec is for Electron alone')
    return app
  }

  /** The web host, which may end and come back under an open page. */
  get webHost(): Required<Pick<RunningStudio, 'killHost' | 'startHost'>> {
    const { killHost, startHost } = this.now
    if (killHost === undefined || startHost === undefined) throw new Error('for the web alone')
    return { killHost, startHost }
  }

  async open(): Promise<Page> {
    this.running = await this.start(this.dataFolder)
    this.page.on('console', (message) => {
      if (message.text().includes('svelte.dev/e/')) this.complaints.push(message.text())
    })
    return this.page
  }

  /** Ends it politely, saving what trains, and opens it again. */
  async restart(): Promise<Page> {
    await this.close()
    return this.open()
  }

  /** Kills the host's process; `open()` starts another. */
  async kill(): Promise<void> {
    await this.now.kill()
    this.running = undefined
  }

  /** Call after the studio ended by itself; `open()` starts another. */
  ended(): void {
    this.running = undefined
  }

  async close(): Promise<void> {
    await this.running?.close()
    this.running = undefined
  }

  private get now(): RunningStudio {
    if (this.running === undefined) throw new Error('the studio is not open')
    return this.running
  }
}

export const test = base.extend<{ studio: StudioUnderTest }, { chromiumBrowser: Browser }>({
  chromiumBrowser: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
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
})

/** Lends a studio in a new folder, and ends and removes it. */
export async function withStudio(
  browser: Browser,
  projectName: string,
  work: (studio: StudioUnderTest) => Promise<void>,
): Promise<void> {
  const host = projectName === 'web' ? 'web' : 'electron'
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `gan-studio-e2e-${host}-`))
  // The desktop keeps its preferences with the rest of what is its own.
  const preferences = path.join(folder, host === 'web' ? '' : 'electron', 'preferences.json')
  fs.mkdirSync(path.dirname(preferences), { recursive: true })
  fs.writeFileSync(preferences, JSON.stringify(tiny))
  const start: OpenStudio =
    host === 'web' ? (data) => openWebStudio(browser, data) : openElectronStudio
  const studio = new StudioUnderTest(host, folder, start)
  try {
    await work(studio)
  } finally {
    await studio.close()
    // What the host started may still be writing there.
    await untilAllEnded(folder)
    fs.rmSync(folder, { recursive: true, force: true })
  }
  expect(studio.complaints).toEqual([])
}

export { expect } from '@playwright/test'
