import { z } from 'zod'
import { optionsOf } from './entries'
import type { Entries, Entry, GroupName, Values } from './entries'
import type { Words } from '../words'

/** All topics merged into one set of entries. */
type Together<T> = (T extends unknown ? (part: T) => void : never) extends (
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
  /** For documents: missing values get what their absence means, unknown ones are left out. */
  stored: z.ZodType<ValuesOf<E>>
}

/**
 * Puts topics together.
 *
 * @throws Error if two topics define the same name
 */
export function compose<const T extends readonly Entries[]>(
  ...topics: T
): HyperparameterSet<Together<T[number]>> {
  type E = Together<T[number]>
  const named = topics.flatMap((topic) => Object.entries(topic))
  const entries = Object.fromEntries(named)
  const names = Object.keys(entries)
  if (names.length < named.length) throw new Error('two hyperparameters have the same name')
  const each = <V>(of: (entry: Entry) => V) =>
    Object.fromEntries(named.map(([name, entry]) => [name, of(entry)])) as Record<string, V>
  const read = z.object(each((entry) => (entry.stored as z.ZodType).default(meantByAbsence(entry))))
  const set = { entries, names, defaults: each((entry) => entry.default) }
  return {
    ...set,
    schema: requestSchema(set),
    stored: read.superRefine(conflicts(entries)),
  } as unknown as HyperparameterSet<E>
}

const meantByAbsence = (entry: Entry) => entry.absent ?? entry.default

const isValues = (values: unknown): values is Values =>
  typeof values === 'object' && values !== null && !Array.isArray(values)

/** Of documents, which may have what only newer requests must not. */
const conflicts = (entries: Entries) => (values: Values, context: z.RefinementCtx) => {
  for (const [name, { conflict }] of Object.entries(entries)) {
    addConflict(name, conflict?.(values), context)
  }
}

function addConflict(name: string, words: Words | undefined, context: z.RefinementCtx): void {
  if (words === undefined) return
  context.addIssue({ code: 'custom', path: [name], message: words.en, params: { words } })
}

/**
 * The schema of a request. Fields that conflict are found even if others are invalid by themselves,
 * so that a form can mark everything at once.
 */
function requestSchema(set: Pick<HyperparameterSet, 'entries'>): z.ZodType {
  const asked = z.strictObject(
    Object.fromEntries(Object.entries(set.entries).map(([name, { schema }]) => [name, schema])),
  )
  return z.unknown().transform((given, context) => {
    const values = isValues(given) ? withoutEffectless(set, given) : given
    const { data, error } = asked.safeParse(values)
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
 * The values, with the default for each that has no effect given the others: runs that train alike
 * are described alike, and a field that the form hides cannot be invalid.
 */
export function withoutEffectless<V extends Values>(
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
 * Whether there is anything to choose: it has an effect given the other values, and more than one
 * option.
 */
export const isOffered = (entry: Entry, values: Values): boolean =>
  optionsOf(entry)?.length !== 1 && entry.appliesWhen?.(values) !== false

/**
 * The values that a training step's time depends on; those without effect count as their defaults.
 */
export function stepCostOf(
  set: Pick<HyperparameterSet, 'entries'>,
  values: Values,
): Record<string, Value> {
  const meant = withoutEffectless(set, values)
  const costly = Object.entries(set.entries).filter(([, entry]) => entry.changesStepCost)
  return Object.fromEntries(
    costly.map(([name, entry]) => [
      name,
      (meant[name] as Value | undefined) ?? meantByAbsence(entry),
    ]),
  )
}

/**
 * The names of the values by which two runs train differently, where they differ; values without
 * effect, and how long the runs are, do not count.
 */
export function trainedDifferently(
  set: Pick<HyperparameterSet, 'entries'>,
  a: Values,
  b: Values,
): string[] {
  const [left, right] = [withoutEffectless(set, a), withoutEffectless(set, b)]
  const decisive = Object.entries(set.entries).filter(([, { sameSteps }]) => sameSteps !== true)
  return decisive.map(([name]) => name).filter((name) => !Object.is(left[name], right[name]))
}
