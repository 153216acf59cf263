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
import { withDocument } from '../locks/lock'
import { defaultPreferences, readPreferences, withPreferences } from './preferences-document'
import type { PreferencesDocument } from './preferences-document'

/** Where a host keeps settings and presets; several hosts may share one file. */
export interface PreferencesStore {
  /** As this host last read or wrote them. */
  read(): Preferences
  /** As they are in the file now; where it cannot be read, as this host last knew them. */
  refresh(): Promise<Preferences>
  /**
   * Changes what is in the file now, so that what another host saved meanwhile stays.
   *
   * @returns the preferences as saved
   * @throws StudioError `usage` if a newer version's file must not be changed, `storage`, and what
   *   `next` throws; the file is then as it was
   */
  change(next: (preferences: Preferences) => Preferences): Promise<Preferences>
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
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')
  const aside = join(dirname(file), `preferences.damaged-${time}.json`)
  const save = (document: Record<string, unknown>): Promise<void> =>
    writeFileAtomic(file, `${JSON.stringify(document, null, 2)}\n`)
  return openPreferencesFile({ file, aside, save })
}

/** Where preferences are kept. */
interface PreferencesFile {
  file: string
  /** Where a damaged file is moved to. */
  aside: string
  /** Called while no other process changes the file. */
  save(document: Record<string, unknown>): Promise<void>
}

/** @throws StudioError `storage` if the disk fails */
export async function openPreferencesFile(place: PreferencesFile): Promise<OpenedPreferences> {
  const { file, aside } = place
  const none = {
    preferences: defaultPreferences(),
    unknown: [],
    stored: { settings: {}, presets: [] },
  }
  try {
    const document = await readDocument(file)
    const why = document?.unknown ?? []
    const warning = why.length === 0 ? undefined : notice('preferencesPartlyUnknown', { why }, file)
    return { store: new StoredPreferences(document ?? none, place), warning }
  } catch (error) {
    if (isNewer(error)) return leftAlone(error)
    if (isOfTheDisk(error)) throw error
    await setAside(place)
    const { where: _file, ...why } = asNotice(error)
    const warning = notice('preferencesDamaged', { why, aside })
    return { store: new StoredPreferences(none, place), warning }
  }
}

const isNewer = (error: unknown): error is StudioError =>
  error instanceof StudioError && error.cause === newerSchema

const isOfTheDisk = (error: unknown): boolean =>
  error instanceof StudioError && error.code === 'storage'

/** @returns undefined if there is no file @throws whatever is wrong with it */
async function readDocument(file: string): Promise<PreferencesDocument | undefined> {
  const text = await onDisk('read the preferences', file, () => readIfThere(file))
  return text === undefined ? undefined : readPreferences(parseJsonGuarded(text), file)
}

const setAside = ({ file, aside }: PreferencesFile): Promise<void> =>
  onDisk('set the damaged preferences aside', file, () => fs.promises.rename(file, aside))

class StoredPreferences implements PreferencesStore {
  private last: Promise<unknown> = Promise.resolve()

  constructor(
    private current: PreferencesDocument,
    private readonly place: PreferencesFile,
  ) {}

  read(): Preferences {
    return this.current.preferences
  }

  async refresh(): Promise<Preferences> {
    this.current = (await readDocument(this.place.file).catch(() => undefined)) ?? this.current
    return this.read()
  }

  /** One after the other, in the order that they are asked for. */
  change(next: (preferences: Preferences) => Preferences): Promise<Preferences> {
    const changed = this.last.catch(() => undefined).then(() => this.changeNow(next))
    this.last = changed
    return changed
  }

  private async changeNow(next: (preferences: Preferences) => Preferences): Promise<Preferences> {
    const { file, save } = this.place
    await onDisk('save the preferences', file, () => makeDirectory(dirname(file)))
    return withDocument(file, async () => {
      const base = await this.newest()
      const changed = withPreferences(base, next(base.preferences))
      await save(changed.stored)
      this.current = changed
      return this.read()
    })
  }

  /** A file that was damaged since is set aside, and what this host knows is what holds. */
  private async newest(): Promise<PreferencesDocument> {
    try {
      return (await readDocument(this.place.file)) ?? this.current
    } catch (error) {
      if (isNewer(error)) throw notSaved(error)
      if (isOfTheDisk(error)) throw error
      await setAside(this.place)
      return this.current
    }
  }
}

const notSaved = (error: StudioError): StudioError =>
  problemError('usage', 'preferencesNotSaved', { why: asNotice(error) })

/** For a newer version's file: the defaults apply, and nothing is written. */
function leftAlone(error: StudioError): OpenedPreferences {
  const refresh = () => Promise.resolve(defaultPreferences())
  const change = () => Promise.reject(notSaved(error))
  return { store: { read: defaultPreferences, refresh, change }, warning: asNotice(error) }
}

/** @throws StudioError `checkpoint` where it is no file, or too large to be one of ours */
async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readTextGuarded(file, { most: MOST_DOCUMENT, code: 'checkpoint' })
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}
