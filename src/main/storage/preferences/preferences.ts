import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { asNotice, problemError, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { Preferences } from '../../../contract/settings'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MOST_DOCUMENT } from '../../disk/limits'
import { makeDirectory } from '../../disk/make-directory'
import { writeFileAtomic } from '../files/atomic'
import { errnoOf, onDisk } from '../files/disk-errors'
import { newerSchema } from '../files/documents'
import { defaultPreferences, readPreferences, withPreferences } from './preferences-document'
import type { PreferencesDocument } from './preferences-document'

/** Where a host keeps settings and presets. */
export interface PreferencesStore {
  read(): Preferences
  /** @throws StudioError `usage` if a newer version's file must not be changed, `storage` */
  write(preferences: Preferences): Promise<void>
}

export interface OpenedPreferences {
  store: PreferencesStore
  /**
   * A warning for the user: the file was damaged, or has values that this version does not know.
   */
  warning: Notice | undefined
}

/**
 * Opens `preferences.json` in a data folder; without one the defaults apply. A damaged file is kept
 * beside it as `preferences.damaged-<time>.json`.
 *
 * @throws StudioError `storage` if the disk fails
 */
export async function openPreferences(root: string, now = new Date()): Promise<OpenedPreferences> {
  const file = join(root, 'preferences.json')
  const text = await onDisk('read the preferences', file, () => readIfThere(file))
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
  const aside = join(dirname(file), `preferences.damaged-${time}.json`)
  const setAside = () =>
    onDisk('set the damaged preferences aside', file, () => fs.promises.rename(file, aside))
  return openPreferencesText(text, {
    file,
    aside,
    setAside,
    save: async (document) => {
      await onDisk('save the preferences', file, () => makeDirectory(dirname(file)))
      await writeFileAtomic(file, `${JSON.stringify(document, null, 2)}\n`)
    },
  })
}

/** Where preferences are kept. */
interface PreferencesFile {
  file: string
  /** Where a damaged file is moved to. */
  aside: string
  setAside(): Promise<void>
  save(document: Record<string, unknown>): Promise<void>
}

/**
 * @param text the file's content; undefined if there is no file; an error if what is there is no
 *   file that can be read, such as a pipe
 */
export async function openPreferencesText(
  text: string | StudioError | undefined,
  { file, aside, setAside, save }: PreferencesFile,
): Promise<OpenedPreferences> {
  const none = {
    preferences: defaultPreferences(),
    unknown: [],
    stored: { settings: {}, presets: [] },
  }
  if (text === undefined) return { store: storeOf(none, save), warning: undefined }
  try {
    if (text instanceof StudioError) throw text
    const document = readPreferences(parseJsonGuarded(text), file)
    const { unknown: why } = document
    const warning = why.length === 0 ? undefined : notice('preferencesPartlyUnknown', { why }, file)
    return { store: storeOf(document, save), warning }
  } catch (error) {
    if (error instanceof StudioError && error.cause === newerSchema) return leftAlone(error)
    await setAside()
    const { where: _file, ...why } = asNotice(error)
    return { store: storeOf(none, save), warning: notice('preferencesDamaged', { why, aside }) }
  }
}

function storeOf(opened: PreferencesDocument, save: PreferencesFile['save']): PreferencesStore {
  let current = opened
  return {
    read: () => current.preferences,
    async write(preferences) {
      const next = withPreferences(current, preferences)
      await save(next.stored)
      current = next
    },
  }
}

/** For a newer version's file: the defaults apply, and nothing is written. */
function leftAlone(error: StudioError): OpenedPreferences {
  const warning = asNotice(error)
  const refused = () =>
    Promise.reject(problemError('usage', 'preferencesNotSaved', { why: warning }))
  return { store: { read: defaultPreferences, write: refused }, warning }
}

async function readIfThere(file: string): Promise<string | StudioError | undefined> {
  try {
    return await readTextGuarded(file, { most: MOST_DOCUMENT })
  } catch (error) {
    if (error instanceof StudioError) return error
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}
