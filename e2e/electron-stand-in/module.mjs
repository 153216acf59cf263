// The exports of `electron`. Importing any other name fails, as intended.
import { electron } from './api.mjs'

export default electron
export const {
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
} = electron
