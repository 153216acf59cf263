import path from 'node:path'
import { app } from 'electron'
import Store from 'electron-store'
import { openPreferencesFile } from '../storage/preferences/preferences'
import type { OpenedPreferences } from '../storage/preferences/preferences'

const NAME = 'preferences'

/**
 * Opens the desktop preferences, which electron-store keeps in the application's folder. A damaged
 * file is renamed, and the defaults apply.
 */
export async function openDesktopPreferences(now = new Date()): Promise<OpenedPreferences> {
  const file = path.join(app.getPath('userData'), `${NAME}.json`)
  const aside = `${file}.damaged-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
  let store: Store | undefined
  return openPreferencesFile({
    file,
    aside,
    save: async (document) => {
      // Opened lazily, because it throws if the file is damaged.
      store ??= new Store({ name: NAME })
      store.store = document
    },
  })
}
