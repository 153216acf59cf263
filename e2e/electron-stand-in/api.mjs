import { app, launch } from './app.mjs'
import { BrowserWindow } from './browser-window.mjs'
import {
  dialog,
  Menu,
  nativeTheme,
  Notification,
  powerSaveBlocker,
  screen,
  shell,
} from './desktop.mjs'
import { ipcMain } from './ipc-main.mjs'
import { protocol } from './protocol.mjs'
import { session } from './session.mjs'
import { strict } from './strict.mjs'
import { utilityProcess } from './utility-process.mjs'
import { webContents } from './web-contents.mjs'

export const electron = strict(
  {
    app,
    BrowserWindow,
    dialog,
    ipcMain,
    Menu,
    nativeTheme,
    Notification,
    powerSaveBlocker,
    protocol,
    screen,
    session,
    shell,
    utilityProcess,
    webContents,
  },
  'electron',
)
export { launch }
