import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { describeError } from '../../contract/errors'
import { notice } from '../../contract/notices'
import type { Notice } from '../../contract/notices'
import { preferencesSchema, settingsSchema } from '../../contract/settings'
import type { Preferences } from '../../contract/settings'
import { writeFileAtomic } from './atomic'
import { errnoOf, onDisk } from './disk-errors'

/** Where a host keeps settings and presets. */
export interface PreferencesStore {
  read(): Preferences
  write(preferences: Preferences): Promise<void>
}

export interface OpenedPreferences {
  store: PreferencesStore
  /** What a person should know: the file was damaged and set aside. */
  warning: Notice | undefined
}

/** What holds where nothing was chosen yet. */
export function defaultPreferences(): Preferences {
  return { settings: settingsSchema.parse({}), presets: [] }
}

/**
 * Opens `preferences.json` in a data folder; without one the defaults hold. A damaged file is
 * kept beside it as `preferences.damaged-<time>.json`.
 *
 * @throws StudioError `storage` when the disk refuses
 */
export async function openPreferences(root: string, now = new Date()): Promise<OpenedPreferences> {
  const file = join(root, 'preferences.json')
  const text = await onDisk('read the preferences', file, () => readIfThere(file))
  let current = defaultPreferences()
  let warning: Notice | undefined
  if (text !== undefined) {
    const parsed = parse(text)
    if ('preferences' in parsed) current = parsed.preferences
    else warning = await setAside(file, parsed.problem, now)
  }
  const store: PreferencesStore = {
    read: () => current,
    async write(preferences) {
      await onDisk('save the preferences', file, () =>
        fs.promises.mkdir(dirname(file), { recursive: true }),
      )
      await writeFileAtomic(file, `${JSON.stringify(preferences, null, 2)}\n`)
      current = preferences
    },
  }
  return { store, warning }
}

function parse(text: string): { preferences: Preferences } | { problem: string } {
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(text))
    if (parsed.success) return { preferences: parsed.data }
    const [issue] = parsed.error.issues
    return { problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}` }
  } catch (error) {
    return { problem: describeError(error) }
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await fs.promises.readFile(file, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

async function setAside(file: string, why: string, now: Date): Promise<Notice> {
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
  const aside = join(dirname(file), `preferences.damaged-${time}.json`)
  await onDisk('set the damaged preferences aside', file, () => fs.promises.rename(file, aside))
  return notice('preferencesDamaged', { why, aside })
}
