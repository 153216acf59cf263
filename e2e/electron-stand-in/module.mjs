// What `import ... from 'electron'` finds. A name that is not here fails the import, as it should.
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
