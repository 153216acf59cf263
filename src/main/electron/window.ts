import { BrowserWindow, nativeTheme, screen } from 'electron'
import type Store from 'electron-store'
import { START_URL } from './addresses'
import { placeWindow, MIN_SIZE, windowStateSchema } from './window-bounds'
import type { WindowState } from './window-bounds'

export type WindowStore = Store<{ window?: WindowState }>

/** Opens the studio's window at its last position if that is still visible. */
export function openWindow(preload: string, store: WindowStore): BrowserWindow {
  const saved = windowStateSchema.safeParse(store.get('window')).data
  const window = new BrowserWindow({
    ...placeWindow(saved?.bounds, displayAreas()),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    // Shown until the page is painted.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#111418' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // The spell checker would download dictionaries.
      spellcheck: false,
    },
  })
  if (saved?.maximized === true) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    store.set('window', { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  })
  void window.loadURL(START_URL)
  return window
}

function displayAreas() {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [primary, ...others].map(({ workArea }) => workArea)
}
