import type { App, DownloadItem, Event, Session, WebContents } from 'electron'
import { isOwnDownload } from './addresses'

/** What the page may ask of the browser that holds it; everything else is denied. */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Nothing the page does may open a window, leave app://studio, embed a page or get a permission. */
export function secureApp(app: App): void {
  app.enableSandbox()
  app.on('web-contents-created', (_, contents) => secureContents(contents))
  app.on('session-created', secureSession)
}

const deny = (event: Event): void => event.preventDefault()

function secureContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', deny)
  contents.on('will-frame-navigate', deny)
  contents.on('will-redirect', deny)
  contents.on('will-attach-webview', deny)
}

function secureSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(allowedPermissions.has(permission)),
  )
  session.setPermissionCheckHandler((_contents, permission) => allowedPermissions.has(permission))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event, item) => {
    if (!isOwnDownload(item.getURL())) return event.preventDefault()
    askWhereToSave(item)
  })
}

/** Without a path of ours Electron asks; the name it offers is the resource's. */
function askWhereToSave(item: DownloadItem): void {
  item.setSaveDialogOptions({ defaultPath: item.getFilename() })
}
