import { z } from 'zod'
import type { Words } from '../words'

/*
 * The kinds of hyperparameter. Each entry has two schemas: `schema` for requests, with its range,
 * and `stored` for documents, which accepts every value that was ever allowed.
 */

/** The sections of the New run form, in its order. */
export const groupNames = [
  'basics',
  'data',
  'networks',
  'objective',
  'optimisation',
  'averaging',
  'schedule',
  'measuring',
  'output',
] as const
export type GroupName = (typeof groupNames)[number]

/** Hyperparameters by name, as entered in a form or on a command line: some may be invalid. */
export type Values = Readonly<Record<string, unknown>>

export interface Described {
  label: Words
  meaning: Words
  /** The section of the New run form that shows it. */
  group: GroupName
  /** Its name in the reference implementation's own command line. */
  referenceName?: string
  /** True if the time of a training step depends on it. */
  changesStepCost?: boolean
  /**
   * True if it only affects how many steps are trained or what is saved, not what a step computes.
   */
  sameSteps?: boolean
  /**
   * True if the training state depends on it, so a run that starts from another run's checkpoint
   * must keep its value.
   */
  shapesState?: boolean
  /** Returns false if it has no effect given the other values. Absent if it always has one. */
  appliesWhen?: (values: Values) => boolean
  /**
   * Returns how it conflicts with the other values, as a sentence; undefined if it does not. Called
   * only if its own value is valid; others may be invalid.
   */
  conflict?: (values: Values) => Words | undefined
  /**
   * The same for requests only: earlier versions allowed such values, so documents may contain
   * them.
   */
  newConflict?: (values: Values) => Words | undefined
}

/** The value that its absence from a document means; the default if omitted. */
export interface Absent<T> {
  absent?: T
}

/** The unit of a number, and its English singular if that differs. */
export interface Unit extends Words {
  one?: string
}

/** The words of a unit after this value. */
export const unitFor = ({ en, zh, one = en }: Unit, value: unknown): Words => ({
  en: value === 1 ? one : en,
  zh,
})

export interface NumberSpec extends Described, Absent<number> {
  default: number
  min: number
  max: number
  unit?: Unit
  /** The meaning of 0, if it is not simply the number; shown instead of it. */
  zero?: Words
  /** How far an arrow key moves it in the form. */
  arrowStep: number
}

export interface Option {
  label: Words
  meaning?: Words
}
export type Options = Readonly<Record<string, Option>>

const range = ({ min, max }: NumberSpec) => `must be from ${min} to ${max}`

/**
 * Ranges may change between versions, but signs do not: sizes are positive, counts not negative.
 */
const withSign = (schema: z.ZodNumber, { min }: NumberSpec): z.ZodNumber =>
  min > 0 ? schema.positive() : min === 0 ? schema.nonnegative() : schema

/** A whole number. `random`: the form has a button for a random value. */
export const integer = (spec: NumberSpec & { random?: boolean }) => ({
  kind: 'integer' as const,
  ...spec,
  schema: z
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(spec.min, range(spec))
    .max(spec.max, range(spec)),
  stored: withSign(z.number().int(), spec),
})

export const real = (spec: NumberSpec) => ({
  kind: 'real' as const,
  ...spec,
  schema: z
    .number({ error: 'must be a number' })
    .min(spec.min, range(spec))
    .max(spec.max, range(spec)),
  stored: withSign(z.number(), spec),
})

/** The complete meaning of a choice, or what it is `about` if each option has its own meaning. */
type Explained = { meaning: Words; about?: never } | { about: Words; meaning?: never }
type ChoiceSpec<T extends Options> = Omit<Described, 'meaning'> &
  Explained &
  Absent<keyof T & string> & { default: keyof T & string; options: T }

/** A choice of names. `options` may be a registry whose entries have more than a label. */
export const choice = <const T extends Options>(spec: ChoiceSpec<T>) => {
  const names = Object.keys(spec.options) as [keyof T & string, ...(keyof T & string)[]]
  const schema = z.enum(names, { error: `must be one of ${names.join(', ')}` })
  const meaning = spec.meaning ?? explained(spec.about, spec.options)
  return { kind: 'choice' as const, ...spec, meaning, schema, stored: schema }
}

/** Joins what a choice is about with each option's label, command-line name and meaning. */
function explained(about: Words, options: Options): Words {
  const all = (language: keyof Words, begin: string, end: string): string[] =>
    Object.entries(options).map(([name, { label, meaning }]) => {
      const colon = language === 'en' ? ': ' : '：'
      return `${label[language]}${begin}${name}${end}${colon}${meaning?.[language] ?? ''}`
    })
  return {
    en: [about.en, ...all('en', ' (', ')')].join(' '),
    zh: [about.zh, ...all('zh', '（', '）')].join(''),
  }
}

/** A choice of numbers. */
export const numericChoice = (
  spec: Described &
    Absent<number> & { default: number; options: readonly (Option & { value: number })[] },
) => {
  const values = spec.options.map(({ value }) => value)
  const schema: z.ZodType<number, number> = z.literal(values, {
    error: `must be ${values.join(' or ')}`,
  })
  return { kind: 'numericChoice' as const, ...spec, schema, stored: schema }
}

type NumberEntry = NumberSpec & {
  kind: 'integer' | 'real'
  random?: boolean
  schema: z.ZodType<number, number>
  stored: z.ZodType<number, number>
}
type ChoiceEntry = Described &
  Absent<string> & {
    kind: 'choice'
    about?: Words
    default: string
    options: Options
    schema: z.ZodType<string, string>
    stored: z.ZodType<string, string>
  }
type NumericChoiceEntry = Described &
  Absent<number> & {
    kind: 'numericChoice'
    default: number
    options: readonly (Option & { value: number })[]
    schema: z.ZodType<number, number>
    stored: z.ZodType<number, number>
  }

/** Everything about one hyperparameter except its name, which is its key in the topic. */
export type Entry = NumberEntry | ChoiceEntry | NumericChoiceEntry
/** Hyperparameters by name, in the order in which the form shows them. */
export type Entries = Readonly<Record<string, Entry>>

/** The meaning of an entry with this value; of the options' meanings, only the chosen option's. */
export function meaningOf(entry: Entry, value: unknown): Words {
  if (entry.kind !== 'choice' || entry.about === undefined) return entry.meaning
  const chosen = entry.options[String(value)]?.meaning
  const { about } = entry
  return chosen === undefined
    ? about
    : { en: `${about.en} ${sentence(chosen.en)}`, zh: `${about.zh}${chosen.zh}` }
}

/** In lists, an option's meaning follows a colon; here it begins a sentence. */
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The options with their labels; undefined for a number within a range. */
export function optionsOf(
  entry: Entry,
): readonly { value: string | number; label: Words }[] | undefined {
  if (entry.kind === 'numericChoice') return entry.options
  if (entry.kind !== 'choice') return undefined
  return Object.entries(entry.options).map(([value, { label }]) => ({ value, label }))
}
