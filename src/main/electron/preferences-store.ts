import fs from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import Store from 'electron-store'
import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import { preferencesSchema } from '../../contract/settings'
import type { Preferences } from '../../contract/settings'
import { defaultPreferences } from '../storage/preferences'
import type { OpenedPreferences } from '../storage/preferences'

const NAME = 'preferences'

/**
 * Opens the desktop's preferences, which electron-store keeps in the application's own folder.
 * A damaged file is kept beside it, and the defaults hold.
 */
export function openDesktopPreferences(now = new Date()): OpenedPreferences {
  const warning = setAsideIfDamaged(path.join(app.getPath('userData'), `${NAME}.json`), now)
  const file = new Store<Preferences>({ name: NAME, defaults: defaultPreferences() })
  let current = preferencesSchema.parse(file.store)
  return {
    warning,
    store: {
      read: () => current,
      write: async (preferences) => {
        file.store = preferences
        current = preferences
      },
    },
  }
}

function setAsideIfDamaged(file: string, now: Date): Notice | undefined {
  if (!fs.existsSync(file)) return undefined
  try {
    // What is missing gets its default; what is wrong does not.
    preferencesSchema.partial().parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    return undefined
  } catch (error) {
    const aside = `${file}.damaged-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
    fs.renameSync(file, aside)
    const why = error instanceof Error ? error.message : String(error)
    return notice('preferencesDamaged', { why, aside })
  }
}
