import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { asNotice, problemError, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { Preferences } from '../../../contract/settings'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MAX_DOCUMENT_BYTES } from '../../disk/limits'
import { makeDirectory } from '../../disk/make-directory'
import { writeFileAtomic } from '../files/atomic'
import { unlessMissing } from '../../disk/errno'
import { onDisk } from '../files/disk-errors'
import { newerSchema } from '../files/documents'
import { withDocumentLock } from '../locks/lock'
import { defaultPreferences, readPreferences, withPreferences } from './preferences-document'
import type { PreferencesDocument } from './preferences-document'

/** A host's settings and presets; several hosts may share one file. */
export interface PreferencesStore {
  /** The preferences as this host last read or wrote them. */
  read(): Preferences
  /** Reads the file again; if that fails, returns the preferences last read. */
  refresh(): Promise<Preferences>
  /**
   * Applies a change to the current content of the file, so changes by other hosts are kept.
   *
   * @returns the preferences as saved
   * @throws StudioError `usage` if the file is from a newer version, `storage`, and what `next`
   *   throws; the file is then unchanged
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

/**
 * Reads the presets saved in a data folder; writes nothing.
 *
 * @throws StudioError `storage` if the disk fails, `checkpoint` if the file is damaged or from a
 *   newer version
 */
export async function savedPresets(root: string): Promise<Preferences['presets']> {
  const document = await readDocument(join(root, 'preferences.json'))
  return document?.preferences.presets ?? []
}

/** The location of a preferences file, and how to write it. */
interface PreferencesFile {
  file: string
  /** The path that a damaged file is moved to. */
  aside: string
  /** Writes the file; called while holding its lock. */
  save(document: Record<string, unknown>): Promise<void>
}

/** @throws StudioError `storage` if the disk fails */
export async function openPreferencesFile(place: PreferencesFile): Promise<OpenedPreferences> {
  const { file, aside } = place
  const empty = {
    preferences: defaultPreferences(),
    unknown: [],
    stored: { settings: {}, presets: [] },
  }
  try {
    const document = await readDocument(file)
    const why = document?.unknown ?? []
    const warning = why.length === 0 ? undefined : notice('preferencesPartlyUnknown', { why }, file)
    return { store: new StoredPreferences(document ?? empty, place), warning }
  } catch (error) {
    if (isNewer(error)) return readOnlyDefaults(error)
    if (isStorageError(error)) throw error
    await setAside(place)
    const { where: _file, ...why } = asNotice(error)
    const warning = notice('preferencesDamaged', { why, aside })
    return { store: new StoredPreferences(empty, place), warning }
  }
}

const isNewer = (error: unknown): error is StudioError =>
  error instanceof StudioError && error.cause === newerSchema

const isStorageError = (error: unknown): boolean =>
  error instanceof StudioError && error.code === 'storage'

/**
 * @returns undefined if there is no file
 * @throws StudioError if it cannot be read or is invalid
 */
async function readDocument(file: string): Promise<PreferencesDocument | undefined> {
  const text = await onDisk('read the preferences', file, () => readIfPresent(file))
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

  /** Changes are applied one at a time, in the order requested. */
  change(next: (preferences: Preferences) => Preferences): Promise<Preferences> {
    const changed = this.last.catch(() => undefined).then(() => this.changeNow(next))
    this.last = changed
    return changed
  }

  private async changeNow(next: (preferences: Preferences) => Preferences): Promise<Preferences> {
    const { file, save } = this.place
    await onDisk('save the preferences', file, () => makeDirectory(dirname(file)))
    return withDocumentLock(file, async () => {
      const base = await this.readCurrent()
      const changed = withPreferences(base, next(base.preferences))
      await save(changed.stored)
      this.current = changed
      return this.read()
    })
  }

  /**
   * The current content of the file. If it has been damaged, it is set aside, and the preferences
   * last read apply.
   */
  private async readCurrent(): Promise<PreferencesDocument> {
    try {
      return (await readDocument(this.place.file)) ?? this.current
    } catch (error) {
      if (isNewer(error)) throw notSaved(error)
      if (isStorageError(error)) throw error
      await setAside(this.place)
      return this.current
    }
  }
}

const notSaved = (error: StudioError): StudioError =>
  problemError('usage', 'preferencesNotSaved', { why: asNotice(error) })

/** Preferences for a newer version's file: the defaults apply, and nothing is written. */
function readOnlyDefaults(error: StudioError): OpenedPreferences {
  const refresh = () => Promise.resolve(defaultPreferences())
  const change = () => Promise.reject(notSaved(error))
  return { store: { read: defaultPreferences, refresh, change }, warning: asNotice(error) }
}

/** @throws StudioError `checkpoint` if it is not a regular file, or implausibly large */
async function readIfPresent(file: string): Promise<string | undefined> {
  return unlessMissing(readTextGuarded(file, { maxBytes: MAX_DOCUMENT_BYTES, code: 'checkpoint' }))
}
