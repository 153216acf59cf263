import { z } from 'zod'
import { engineChoiceSchema } from './engines'
import { storedHyperparametersSchema } from './hyperparameters'
import type { Hyperparameters } from './hyperparameters'
import { languages } from './language'
import { aboutFields } from './presets/preset'
import type { Preset } from './presets/preset'

export const themes = ['system', 'light', 'dark'] as const
export const runsViews = ['cards', 'table'] as const

const fields = {
  theme: z.enum(themes),
  /** Null = the system's language. */
  language: z.enum(languages).nullable(),
  /** For new runs and for generating. */
  engine: engineChoiceSchema,
  /** 0 = automatic. */
  threads: z.number().int().min(0).max(256),
  /** Compile the training step, on engines that can; for new runs. */
  compile: z.boolean(),
  /** Show a browser notification when training ends. */
  notify: z.boolean(),
  /** Layout of the list of runs. */
  runsView: z.enum(runsViews),
}

/** Missing settings get their defaults. */
export const settingsSchema = z.object({
  theme: fields.theme.default('system'),
  language: fields.language.default(null),
  engine: fields.engine.default('auto'),
  threads: fields.threads.default(0),
  compile: fields.compile.default(true),
  notify: fields.notify.default(false),
  runsView: fields.runsView.default('cards'),
})
export type Settings = z.infer<typeof settingsSchema>

/**
 * Missing settings stay unchanged, so this schema must not have defaults, which zod would fill in.
 */
export const settingsChangeSchema = z.strictObject(fields).partial()

/** The maximum number of saved presets. */
export const MAX_PRESETS = 200

/** A preset that the user saved. */
export type SavedPreset = Preset<Hyperparameters>

/** A saved preset, possibly of another version. */
export const storedPresetSchema = z.object({
  name: z.string().min(1).max(1000),
  label: aboutFields.label.catch(undefined),
  for: aboutFields.for.catch(undefined),
  cost: aboutFields.cost.catch(undefined),
  source: aboutFields.source.catch(undefined),
  hyperparameters: storedHyperparametersSchema,
})

/** Incremented when preferences.json changes shape; a file without a version has version 1. */
export const PREFERENCES_SCHEMA_VERSION = 1

/** Data that the host keeps across restarts, apart from runs. */
export interface Preferences {
  settings: Settings
  presets: SavedPreset[]
}
