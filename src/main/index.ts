import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, dialog, shell } from 'electron'
import Store from 'electron-store'
import packageJson from '../../package.json'
import { toReport } from '../contract/errors'
import { describe } from '../contract/notices'
import { openDesktopPreferences } from './electron/preferences-store'
import { registerAppProtocol, serveAppProtocol } from './electron/protocol'
import { secureApp } from './electron/security'
import { pickStrings } from './electron/strings'
import { StudioApp } from './electron/studio-app'
import { surviveOutputErrors } from './process/output-errors'
import { createStudioApi } from './studio/studio-api'
import { utilityLauncher } from './trainer/launch/launch-utility'
import { dataFolder, homeIn } from './web/data-folder'
import '../contract/chinese-notices'

/* Entry point of the Electron host. */

const built = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const chosenFolder = app.commandLine.getSwitchValue('out') || undefined
const root = dataFolder(chosenFolder, process.env)
// A chosen data folder gets its own instance of the studio, in addition to the usual one.
if (chosenFolder !== undefined || homeIn(process.env) !== undefined) {
  app.setPath('userData', path.join(root, 'electron'))
}

// Windows shows notifications only of applications with the id that their installer registered.
if (process.platform === 'win32') app.setAppUserModelId('org.ganstudio.desktop')

async function start(): Promise<void> {
  const resources = app.isPackaged ? process.resourcesPath : built('../../resources')
  const { store: preferences, warning } = await openDesktopPreferences()
  const studio = await createStudioApi({
    root,
    datasetsDirs: [path.join(resources, 'datasets'), path.join(root, 'datasets')],
    launch: utilityLauncher(built('./trainer.js')),
    host: 'electron',
    version: packageJson.version,
    preferences,
    openFolder: shell.openPath,
  })
  serveAppProtocol(new URL('../renderer/', import.meta.url), studio)
  const preload = built('../preload/index.cjs')
  const windowStore = new Store<object>({ name: 'window' })
  await new StudioApp({ studio, preload, windowStore, dataFolder: root }).start()
  if (warning === undefined) return
  const { language } = preferences.read().settings
  const message = describe(warning, pickStrings(language, app.getLocale()).language)
  await dialog.showMessageBox({ type: 'warning', message })
}

surviveOutputErrors(1)
registerAppProtocol()
secureApp(app)
if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      const { startFailed, language } = pickStrings(null, app.getLocale())
      dialog.showErrorBox(startFailed, describe(toReport(error), language))
      app.exit(1)
    })
} else app.quit()
