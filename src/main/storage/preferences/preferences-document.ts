import { z } from 'zod'
import { parseWith } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import {
  PREFERENCES_SCHEMA_VERSION,
  settingsSchema,
  storedPresetSchema,
} from '../../../contract/settings'
import type { Preferences, SavedPreset, Settings } from '../../../contract/settings'
import { migrateDocument, unknownValue, type DocumentKind } from '../files/documents'
import { rewrite } from '../files/rewrite'

/*
 * The content of preferences.json. Values that this version does not know (such as a theme or an
 * architecture) are ignored, but stay in the file.
 */

const preferencesDocument: DocumentKind = {
  what: 'The preferences',
  version: PREFERENCES_SCHEMA_VERSION,
  migrations: {},
  unreadable: 'preferencesUnreadable',
  unversioned: 1,
}

/** Only the outer structure must be valid. */
const fileSchema = z.looseObject({
  schemaVersion: z.number().optional(),
  settings: z.record(z.string(), z.unknown()).default({}),
  presets: z.array(z.unknown()).default([]),
})

export interface PreferencesDocument {
  preferences: Preferences
  /** Values in the file that this version does not know. */
  unknown: Notice[]
  /** The file's content, migrated to the current version. */
  stored: z.infer<typeof fileSchema>
}

/** The defaults. */
export function defaultPreferences(): Preferences {
  return { settings: settingsSchema.parse({}), presets: [] }
}

/**
 * @param raw the parsed JSON
 * @param where the file
 * @throws StudioError `checkpoint` if it is damaged or from a newer version (then its `cause` is
 *   `newerSchema`)
 */
export function readPreferences(raw: unknown, where: string): PreferencesDocument {
  const document = migrateDocument(raw, preferencesDocument, where)
  const stored = parseWith(fileSchema, document, 'checkpoint', 'The file', where)
  const unknown: Notice[] = []
  const settings = readSettings(stored.settings, unknown)
  const presets = stored.presets.flatMap((preset, i) => readPreset(preset, i, unknown) ?? [])
  return { preferences: { settings, presets }, unknown, stored }
}

/** Replaces the preferences in a document, keeping everything else in the file. */
export function withPreferences(
  { preferences, stored, unknown }: PreferencesDocument,
  next: Preferences,
): PreferencesDocument {
  const usable = stored.presets.filter((preset) => storedPresetSchema.safeParse(preset).success)
  const others = stored.presets.filter((preset) => !usable.includes(preset))
  const presets = rewrite(usable, preferences.presets, next.presets) as unknown[]
  const settings = rewrite(stored.settings, preferences.settings, next.settings)
  const changed = { schemaVersion: PREFERENCES_SCHEMA_VERSION, settings }
  const written = fileSchema.parse({ ...stored, ...changed, presets: [...presets, ...others] })
  return { preferences: next, unknown, stored: written }
}

function readSettings(stored: Record<string, unknown>, unknown: Notice[]): Settings {
  const parsed = settingsSchema.safeParse(stored)
  if (parsed.success) return parsed.data
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])))
  for (const name of wrong) {
    unknown.push(notice('settingUnknown', { name, value: JSON.stringify(stored[name]) }))
  }
  const rest = Object.entries(stored).filter(([name]) => !wrong.has(name))
  return settingsSchema.parse(Object.fromEntries(rest))
}

function readPreset(stored: unknown, index: number, unknown: Notice[]): SavedPreset | undefined {
  const parsed = storedPresetSchema.safeParse(stored)
  if (parsed.success) return parsed.data
  const named = z.object({ name: z.string().min(1) }).safeParse(stored)
  const name = named.data?.name.slice(0, 60) ?? String(index + 1)
  const value = unknownValue(parsed.error, stored)
  const [issue] = parsed.error.issues
  const why =
    value === undefined
      ? `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`
      : notice('settingUnknown', { ...value, name: value.name.replace('hyperparameters.', '') })
  unknown.push(notice('presetUnusable', { name, why }))
  return undefined
}
