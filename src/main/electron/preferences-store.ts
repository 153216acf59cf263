import fs from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import Store from 'electron-store'
import { StudioError } from '../../contract/errors'
import { readTextGuardedSync } from '../disk/guarded'
import { MOST_DOCUMENT } from '../disk/limits'
import { openPreferencesText } from '../storage/preferences/preferences'
import type { OpenedPreferences } from '../storage/preferences/preferences'

const NAME = 'preferences'

/**
 * Opens the desktop's preferences, which electron-store keeps in the application's own folder.
 * A damaged file is kept beside it, and the defaults hold.
 */
export async function openDesktopPreferences(now = new Date()): Promise<OpenedPreferences> {
  const file = path.join(app.getPath('userData'), `${NAME}.json`)
  const aside = `${file}.damaged-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
  const text = fs.existsSync(file) ? readOrError(file) : undefined
  let store: Store | undefined
  return openPreferencesText(text, {
    file,
    aside,
    setAside: () => fs.promises.rename(file, aside),
    save: async (document) => {
      // Opened only now, because it throws on a damaged file.
      store ??= new Store({ name: NAME })
      store.store = document
    },
  })
}

function readOrError(file: string): string | StudioError {
  try {
    return readTextGuardedSync(file, { most: MOST_DOCUMENT })
  } catch (error) {
    if (error instanceof StudioError) return error
    throw error
  }
}
