import { ipcMain } from 'electron'
import type { BrowserWindow } from 'electron'
import { StudioError } from '../../contract/errors'
import { answerCall } from '../../contract/rpc'
import { CALL_CHANNEL, MESSAGE_CHANNEL } from '../../preload/channels'
import type { HostedStudio } from '../web/hosted-studio'
import { isStudioPage } from './addresses'

/** Answers calls, but only from the window's page. */
export function serveCalls(studio: HostedStudio, ownWindow: () => BrowserWindow | undefined): void {
  ipcMain.handle(CALL_CHANNEL, (event, call: unknown) => {
    const own = event.sender === ownWindow()?.webContents
    if (!own || !isStudioPage(event.senderFrame)) {
      throw new StudioError('internal', 'only the page of the studio may call it')
    }
    return answerCall(studio.api, call)
  })
}

/** Sends every event to the window's page, if there is one. */
export function sendEvents(studio: HostedStudio, ownWindow: () => BrowserWindow | undefined): void {
  studio.subscribe((numbered) => {
    const contents = ownWindow()?.webContents
    if (contents === undefined || contents.isDestroyed() || contents.isCrashed()) return
    contents.send(MESSAGE_CHANNEL, { kind: 'event', numbered })
  })
}
