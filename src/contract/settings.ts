import { z } from 'zod'
import { engineChoiceSchema } from './engines'
import { hyperparametersSchema, storedHyperparametersSchema } from './hyperparameters'
import { languages } from './language'

export const themes = ['system', 'light', 'dark'] as const
export const runsViews = ['cards', 'table'] as const

const fields = {
  theme: z.enum(themes),
  /** Null follows the system's. */
  language: z.enum(languages).nullable(),
  /** For new runs and for generating. */
  engine: engineChoiceSchema,
  /** 0 leaves the choice to the studio. */
  threads: z.number().int().min(0).max(256),
  /** Whether engines that can do so compile the training step; for new runs. */
  compile: z.boolean(),
  /** Whether a browser shows a notification when training ends. */
  notify: z.boolean(),
  /** How the list of runs is shown. */
  runsView: z.enum(runsViews),
}

/** What is absent gets its default. */
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

/** What is absent stays as it is: so without the defaults, which zod would fill in. */
export const settingsChangeSchema = z.strictObject(fields).partial()

/** Presets that may be saved; their names and values are bounded by their schema. */
export const MOST_PRESETS = 200

/** A preset to be saved. */
export const savedPresetSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  hyperparameters: hyperparametersSchema,
})
export type SavedPreset = z.infer<typeof savedPresetSchema>

/** A saved preset, perhaps of another version. */
export const storedPresetSchema = z.object({
  name: z.string().min(1).max(1000),
  hyperparameters: storedHyperparametersSchema,
})

/** Raised when preferences.json changes shape; a file without one is of version 1. */
export const PREFERENCES_SCHEMA_VERSION = 1

/** What the host keeps between starts, apart from runs. */
export interface Preferences {
  settings: Settings
  presets: SavedPreset[]
}
