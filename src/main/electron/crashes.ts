import { dialog } from 'electron'
import type { BrowserWindow, MessageBoxOptions } from 'electron'
import type { Strings } from './strings'

const RELOAD = 0
const DISMISS = 1

interface CrashParts {
  strings(): Strings
  quit(): void
}

/**
 * Notifies the user if the page crashes or hangs, and offers to reload it; training continues
 * either way.
 */
export function surviveCrashes(window: BrowserWindow, { strings, quit }: CrashParts): void {
  const { webContents } = window
  let asking = false

  const ask = async (question: Partial<MessageBoxOptions>): Promise<boolean | undefined> => {
    if (asking) return undefined
    asking = true
    const common = { type: 'error', title: strings().crashTitle, defaultId: RELOAD } as const
    const options = { ...common, message: '', cancelId: DISMISS, noLink: true, ...question }
    const { response } = await dialog.showMessageBox(window, options)
    asking = false
    return window.isDestroyed() ? undefined : response === RELOAD
  }
  const crashed = async (reason: string): Promise<void> => {
    const { crashQuestion, crashDetail, reload, quit: quitLabel } = strings()
    const detail = crashDetail(reason)
    const again = await ask({ message: crashQuestion, detail, buttons: [reload, quitLabel] })
    if (again === true) webContents.reload()
    if (again === false) quit()
  }
  const hangs = async (): Promise<void> => {
    const { hangQuestion, reload, wait } = strings()
    if ((await ask({ message: hangQuestion, buttons: [reload, wait] })) !== true) return
    // A hanging page can't be reloaded or closed, so crash it first.
    asking = true
    webContents.once('render-process-gone', () => {
      asking = false
      webContents.reload()
    })
    webContents.forcefullyCrashRenderer()
  }
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void crashed(reason)
  })
  window.on('unresponsive', () => void hangs())
}
