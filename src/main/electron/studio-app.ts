import { app, dialog, Menu, shell } from 'electron'
import type { BrowserWindow } from 'electron'
import { PROTOCOL_VERSION } from '../../contract/api'
import type { Language } from '../../contract/language'
import { onEndingSignal } from '../process/ending-signals'
import type { HostedStudio } from '../web/hosted-studio'
import { screenUrl } from './addresses'
import { surviveCrashes } from './crashes'
import { followTraining } from './desktop'
import { sendEvents, serveCalls } from './ipc'
import type { LiveRuns } from './live-runs'
import { menuTemplate } from './menu'
import { Quitting } from './quitting'
import { describeEnd, pickStrings } from './strings'
import type { Strings } from './strings'
import { openWindow } from './window'
import type { WindowStore } from './window'

interface StudioAppParts {
  studio: HostedStudio
  /** Path of the built preload. */
  preload: string
  windowStore: WindowStore
  dataFolder: string
}

/** The studio as a desktop application: one window, its menu, and a clean shutdown. */
export class StudioApp {
  readonly quitting: Quitting
  private window: BrowserWindow | undefined
  private language: Language | null = null
  private readonly runs: LiveRuns

  constructor(private readonly parts: StudioAppParts) {
    const { studio } = parts
    const window = () => this.window
    serveCalls(studio, window)
    sendEvents(studio, window)
    this.runs = followTraining({ studio, window, strings: this.strings, show: this.show })
    this.quitting = new Quitting({
      liveRuns: () => this.runs.count,
      ask: (count) => this.askToQuit(count),
      save: () => studio.close(),
      saveFailed: (error) => this.saySaveFailed(error),
      quit: () => app.quit(),
    })
    studio.subscribe(({ event }) => {
      if (event.type === 'settings') this.setLanguage(event.settings.language)
    })
  }

  async start(): Promise<void> {
    const { settings } = await this.parts.studio.api.hello({ protocol: PROTOCOL_VERSION })
    this.setLanguage(settings.language)
    this.handleQuitEvents()
    this.open()
  }

  /** Brings the window to the front, opening it if there is none. */
  readonly show = (): void => {
    if (this.window === undefined) return this.open()
    if (this.window.isMinimized()) this.window.restore()
    this.window.show()
    this.window.focus()
  }

  private readonly strings = (): Strings => pickStrings(this.language, app.getLocale())

  private open(): void {
    const window = openWindow(this.parts.preload, this.parts.windowStore)
    this.window = window
    surviveCrashes(window, { strings: this.strings, quit: () => app.quit() })
    window.on('close', (event) => {
      // On other systems, closing the last window quits the application, which may have to ask
      // first.
      if (process.platform === 'darwin' || this.quitting.mayQuit) return
      event.preventDefault()
      void this.quitting.request()
    })
    window.on('closed', () => (this.window = undefined))
  }

  private handleQuitEvents(): void {
    app.on('before-quit', (event) => {
      if (this.quitting.mayQuit) return
      event.preventDefault()
      void this.quitting.request()
    })
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin') app.quit()
    })
    app.on('activate', this.show)
    app.on('second-instance', this.show)
    onEndingSignal(() => void this.quitting.force())
  }

  private setLanguage(language: Language | null): void {
    this.language = language
    const actions = {
      show: (hash: string) => {
        this.show()
        void this.window?.loadURL(screenUrl(hash))
      },
      openDataFolder: () => void shell.openPath(this.parts.dataFolder),
    }
    const host = { mac: process.platform === 'darwin', development: !app.isPackaged }
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(this.strings(), actions, host)))
  }

  private async askToQuit(count: number): Promise<boolean> {
    const { quitTitle, quitQuestion, quitDetail, saveAndQuit, keepTraining } = this.strings()
    this.show()
    const { response } = await dialog.showMessageBox({
      type: 'question',
      title: quitTitle,
      message: quitQuestion(count),
      detail: quitDetail,
      buttons: [saveAndQuit, keepTraining],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    })
    return response === 0
  }

  private async saySaveFailed(error: unknown): Promise<void> {
    await dialog.showMessageBox({ type: 'error', ...describeEnd(error, this.strings()) })
  }
}
