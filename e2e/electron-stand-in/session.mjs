import { send } from './chromium.mjs'
import { toApp } from './protocol.mjs'
import { KnownEvents, notImplemented, preventable, strict } from './strict.mjs'

/** The only session. Permission handlers are stored, but not enforced. */
class Session extends KnownEvents {
  constructor() {
    super('session', ['will-download'])
    this.permissionRequestHandler = undefined
    this.permissionCheckHandler = undefined
    this.devicePermissionHandler = undefined
  }

  setPermissionRequestHandler(handler) {
    this.permissionRequestHandler = handler
  }
  setPermissionCheckHandler(handler) {
    this.permissionCheckHandler = handler
  }
  setDevicePermissionHandler(handler) {
    this.devicePermissionHandler = handler
  }
}

export const defaultSession = strict(new Session(), 'session')
export const session = strict({ defaultSession }, 'session')

/** A download that is not prevented is saved by the browser or Playwright. */
export function downloadBegins(contents, { guid, url, suggestedFilename }) {
  const event = preventable()
  const item = {
    getURL: () => toApp(url),
    getFilename: () => suggestedFilename,
    setSaveDialogOptions: () => undefined,
    setSavePath: notImplemented('DownloadItem.setSavePath'),
  }
  defaultSession.emit('will-download', event, strict(item, 'DownloadItem'), contents)
  if (event.defaultPrevented) void send('Browser.cancelDownload', { guid }).catch(() => undefined)
}
