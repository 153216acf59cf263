import { z } from 'zod'
import { optionsOf } from './entries'
import type { Entries, Entry, GroupName, Values } from './entries'
import { asPhrase } from '../words'
import type { Words } from '../words'

/** All topics merged into one set of entries. */
type Merged<T> = (T extends unknown ? (part: T) => void : never) extends (
  part: infer I extends Entries,
) => void
  ? { [K in keyof I]: I[K] }
  : never

type Value = string | number

/** A value for each entry. */
export type ValuesOf<E extends Entries> = { [K in keyof E]: z.output<E[K]['schema']> }

/**
 * Everything derived from a set of hyperparameters, for the form, the command line and documents
 * alike.
 */
export interface HyperparameterSet<E extends Entries = Entries> {
  entries: E
  names: readonly (keyof E & string)[]
  defaults: ValuesOf<E>
  /** For requests: every value, within its range, and no other name. */
  schema: z.ZodType<ValuesOf<E>, ValuesOf<E>>
  /**
   * For documents: missing values get the value that their absence means, unknown ones are dropped.
   */
  stored: z.ZodType<ValuesOf<E>>
}

/**
 * Merges topics into one set.
 *
 * @throws Error if two topics define the same name
 */
export function compose<const T extends readonly Entries[]>(
  ...topics: T
): HyperparameterSet<Merged<T[number]>> {
  type E = Merged<T[number]>
  const named = topics.flatMap((topic) => Object.entries(topic))
  const entries = Object.fromEntries(named)
  const names = Object.keys(entries)
  if (names.length < named.length) throw new Error('two hyperparameters have the same name')
  const each = <V>(of: (entry: Entry) => V) =>
    Object.fromEntries(named.map(([name, entry]) => [name, of(entry)])) as Record<string, V>
  const read = z.object(each((entry) => (entry.stored as z.ZodType).default(absentValue(entry))))
  const set = { entries, names, defaults: each((entry) => entry.default) }
  return {
    ...set,
    schema: requestSchema(set),
    stored: read.superRefine(conflicts(entries)),
  } as unknown as HyperparameterSet<E>
}

const absentValue = (entry: Entry) => entry.absent ?? entry.default

const isValues = (values: unknown): values is Values =>
  typeof values === 'object' && values !== null && !Array.isArray(values)

/** Conflicts checked in documents, where `newConflict` does not apply. */
const conflicts = (entries: Entries) => (values: Values, context: z.RefinementCtx) => {
  for (const [name, { conflict }] of Object.entries(entries)) {
    addConflict(name, conflict?.(values), context)
  }
}

function addConflict(name: string, words: Words | undefined, context: z.RefinementCtx): void {
  if (words === undefined) return
  context.addIssue({ code: 'custom', path: [name], message: asPhrase(words.en), params: { words } })
}

/**
 * The schema of requests. Conflicts are found even if other fields are invalid, so a form can mark
 * everything at once.
 */
function requestSchema(set: Pick<HyperparameterSet, 'entries'>): z.ZodType {
  const fields = z.strictObject(
    Object.fromEntries(Object.entries(set.entries).map(([name, { schema }]) => [name, schema])),
  )
  return z.unknown().transform((given, context) => {
    const values = isValues(given) ? resetIneffective(set, given) : given
    const { data, error } = fields.safeParse(values)
    const issues = error?.issues ?? []
    for (const issue of issues) context.addIssue({ ...issue })
    const wrong = new Set(issues.map(({ path: [name] }) => name))
    for (const [name, { conflict, newConflict }] of Object.entries(set.entries)) {
      if (!isValues(values) || wrong.has(name)) continue
      addConflict(name, conflict?.(values) ?? newConflict?.(values), context)
    }
    return data ?? z.NEVER
  })
}

/**
 * Replaces each value that has no effect, given the others, with its default. Runs that train alike
 * then have equal values, and a field hidden by the form cannot be invalid.
 */
export function resetIneffective<V extends Values>(
  set: Pick<HyperparameterSet, 'entries'>,
  values: V,
): V {
  const idle = Object.entries(set.entries).filter(
    ([name, entry]) => name in values && entry.appliesWhen?.(values) === false,
  )
  return { ...values, ...Object.fromEntries(idle.map(([name, entry]) => [name, entry.default])) }
}

/** The names of a group, in the order in which the form shows them. */
export const namesIn = <E extends Entries>(
  { entries, names }: Pick<HyperparameterSet<E>, 'entries' | 'names'>,
  group: GroupName,
): (keyof E & string)[] => names.filter((name) => entries[name]?.group === group)

/**
 * Returns true if there is something to choose: it has an effect given the other values, and more
 * than one option.
 */
export const isOffered = (entry: Entry, values: Values): boolean =>
  optionsOf(entry)?.length !== 1 && entry.appliesWhen?.(values) !== false

/**
 * Returns the values that a training step's time depends on; those without effect count as their
 * defaults.
 */
export function stepCostOf(
  set: Pick<HyperparameterSet, 'entries'>,
  values: Values,
): Record<string, Value> {
  const meant = resetIneffective(set, values)
  const costly = Object.entries(set.entries).filter(([, entry]) => entry.changesStepCost)
  return Object.fromEntries(
    costly.map(([name, entry]) => [name, (meant[name] as Value | undefined) ?? absentValue(entry)]),
  )
}

/**
 * Returns the names of values that differ between two runs and affect what a step computes,
 * ignoring values without effect.
 */
export function trainingDifferences(
  set: Pick<HyperparameterSet, 'entries'>,
  a: Values,
  b: Values,
): string[] {
  const [left, right] = [resetIneffective(set, a), resetIneffective(set, b)]
  const relevant = Object.entries(set.entries).filter(([, { sameSteps }]) => sameSteps !== true)
  return relevant.map(([name]) => name).filter((name) => !Object.is(left[name], right[name]))
}
