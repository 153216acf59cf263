import type { App, DownloadItem, Event, Session, WebContents } from 'electron'
import { isOwnDownload } from './addresses'

/** Permissions granted to the page; all others are denied. */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/**
 * Prevents pages from opening windows, leaving app://studio, embedding pages and obtaining
 * permissions.
 */
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

/** Without a path from us, Electron asks for one and suggests the resource's name. */
function askWhereToSave(item: DownloadItem): void {
  item.setSaveDialogOptions({ defaultPath: item.getFilename() })
}
