import { fileURLToPath } from 'node:url'
import { app, BrowserWindow } from 'electron'
import { secureApp } from './electron/security'
import { registerAppProtocol, serveRenderer, START_URL } from './electron/protocol'

/* The Electron host. In this version its window shows what the command line can do; training runs there. */

registerAppProtocol()
secureApp(app)

void app.whenReady().then(() => {
  serveRenderer(new URL('../renderer/', import.meta.url))
  const window = new BrowserWindow({
    width: 1100,
    height: 760,
    webPreferences: {
      preload: fileURLToPath(new URL('../preload/index.cjs', import.meta.url)),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  })
  void window.loadURL(START_URL)
})

app.on('window-all-closed', () => app.quit())
