import type { App } from 'electron'

/** Nothing the page does may open a window, leave app://, embed a webview or get a permission. */
export function secureApp(app: App): void {
  app.enableSandbox()
  app.on('web-contents-created', (_, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
    contents.session.setPermissionCheckHandler(() => false)
  })
}
