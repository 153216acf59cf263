import { z } from 'zod'
import { CUSTOM } from '../architectures/architectures'
import { decidingValues } from '../recipe/deciding-values'
import type { Entries, Values } from '../recipe/entries'
import type { HyperparameterSet, ValuesOf } from '../recipe/hyperparameter-set'
import type { Words } from '../words'

/*
 * A preset: a name, a few lines about it, and hyperparameters. Built-in presets, those that users
 * save and preset files all have this form, and are read by this schema.
 */

/** The maximum length of a preset's name. */
export const MAX_PRESET_NAME = 60
/** The maximum length of each of a preset's descriptions. */
export const MAX_PRESET_TEXT = 300

const line = (most: number) => z.string().trim().min(1, 'must not be empty').max(most)
const about = line(MAX_PRESET_TEXT)
/** A line for each language, or one for all. */
const textSchema = z.union([about, z.strictObject({ en: about, zh: about })], {
  error: 'must be a text, or an object with the texts "en" and "zh"',
})
type Text = z.infer<typeof textSchema>

/** The optional texts of a preset about itself. */
export const aboutFields = {
  /** Shown instead of the name. */
  label: textSchema.optional(),
  /** The purpose. */
  for: textSchema.optional(),
  /** The time, memory or data that it takes. */
  cost: textSchema.optional(),
  /** The paper or program that it comes from. */
  source: textSchema.optional(),
}
/** The lines about a preset, in the order in which they are shown. */
export const aboutNames = ['for', 'cost', 'source'] as const

export const wordsOf = (text: Text): Words =>
  typeof text === 'string' ? { en: text, zh: text } : text

/** The label of a preset, or else its name. */
export const labelOf = ({ name, label }: { name: string; label?: Text | undefined }): Words =>
  wordsOf(label ?? name)

const fileSchema = z.strictObject({
  name: line(MAX_PRESET_NAME),
  ...aboutFields,
  hyperparameters: z.looseObject({}),
})
/** A preset with a value for each hyperparameter. */
export type Preset<V> = Omit<z.infer<typeof fileSchema>, 'hyperparameters'> & { hyperparameters: V }

/**
 * The schema of presets. Hyperparameters that are left out have their defaults. Issues name the key
 * at fault: an unknown one, a value out of range, a conflict with others, or a value that has no
 * effect given the others.
 */
export function presetSchema<E extends Entries>(
  set: HyperparameterSet<E>,
): z.ZodType<Preset<ValuesOf<E>>, Preset<ValuesOf<E>>> {
  const schema = fileSchema.transform((preset, context) => {
    const given = preset.hyperparameters
    const known = Object.entries(given).filter(([name]) => set.names.includes(name))
    const values = { ...set.defaults, ...Object.fromEntries(known) }
    const { data, error } = set.schema.safeParse(values)
    const issues = [
      ...Object.keys(given).flatMap((name) => keyFault(set, values, name) ?? []),
      ...(error?.issues ?? []),
    ]
    for (const { path, ...issue } of issues) {
      context.addIssue({ ...issue, path: ['hyperparameters', ...path] })
    }
    return data === undefined || issues.length > 0 ? z.NEVER : { ...preset, hyperparameters: data }
  })
  return protoRefused.pipe(schema) as unknown as z.ZodType<Preset<ValuesOf<E>>, Preset<ValuesOf<E>>>
}

const unknownName: Words = { en: 'is not a hyperparameter of this version', zh: '不是此版本的参数' }

/** Refuses the hyperparameter `__proto__`, which the schema of an object would drop. */
const protoRefused = z.unknown().superRefine((preset, context) => {
  const { data } = z.object({ hyperparameters: z.unknown() }).safeParse(preset)
  const values = data?.hyperparameters
  if (typeof values !== 'object' || values === null || !Object.hasOwn(values, '__proto__')) return
  const path = ['hyperparameters', '__proto__']
  context.addIssue({
    code: 'custom',
    path,
    message: unknownName.en,
    params: { words: unknownName },
  })
})

const noNetworks: Words = {
  en: 'a preset cannot contain custom networks: name a built-in architecture, or leave the architecture out and choose an architecture file in addition to the preset',
  zh: '预设不含自定义网络：请使用内置结构，或删去此项，并在预设之外另选结构文件',
}

/** An unknown hyperparameter, or one that was given a value although it has no effect. */
function keyFault({ entries }: Pick<HyperparameterSet, 'entries'>, values: Values, name: string) {
  const fault = (en: string, zh: string) =>
    ({ code: 'custom', path: [name], message: en, params: { words: { en, zh } } }) as const
  if (name === 'architecture' && values[name] === CUSTOM) return fault(noNetworks.en, noNetworks.zh)
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
  if (entry === undefined) {
    return fault(unknownName.en, unknownName.zh)
  }
  if (entry.appliesWhen?.(values) !== false || values[name] === entry.default) return undefined
  const deciding = decidingValues(entries, name, values)
  const others = deciding.map((other) => `${other} ${String(values[other])}`)
  return fault(
    `has no effect with ${others.join(', ')}; leave it out`,
    `在 ${others.join('、')} 时不起作用，请删去`,
  )
}
