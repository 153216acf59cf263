import { Option } from 'commander'
import type { Command } from 'commander'
import { StudioError } from '../../contract/errors'
import { hyperparameterSet } from '../../contract/hyperparameters'
import { decidingValues } from '../../contract/recipe/deciding-values'
import type { HyperparameterSet, ValuesOf } from '../../contract/recipe/hyperparameter-set'
import { groups } from '../../contract/recipe/groups'
import { groupNames } from '../../contract/recipe/entries'
import type { Entries, Entry } from '../../contract/recipe/entries'

export const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)

/** The flag of a hyperparameter. */
export const flagOf = (name: string): string => `--${kebab(name)}`

/** The reference implementation's own flag names work too, with dashes or underscores. */
const aliases = new Map(
  Object.entries<Entry>(hyperparameterSet.entries).flatMap(([name, { referenceName }]) =>
    referenceName === undefined ? [] : [[kebab(referenceName).replaceAll('_', '-'), kebab(name)]],
  ),
)

/** Rewrites `--n_epochs 5` and `--lr=0.1` to the names this program uses. */
export function canonicalFlags(argv: readonly string[]): string[] {
  return argv.map((argument) => {
    if (!argument.startsWith('--')) return argument
    const [flag = '', ...value] = argument.slice(2).split('=')
    const dashed = flag.replaceAll('_', '-')
    return [`--${aliases.get(dashed) ?? dashed}`, ...value].join('=')
  })
}

/** The spellings used for each flag, by its canonical name. */
export function typedFlags(argv: readonly string[]): ReadonlyMap<string, string[]> {
  const typed = new Map<string, string[]>()
  canonicalFlags(argv).forEach((canonical, i) => {
    if (!canonical.startsWith('--')) return
    const nameOf = (argument: string): string => argument.split('=', 1)[0] ?? ''
    const all = [...(typed.get(nameOf(canonical)) ?? []), nameOf(argv[i] ?? '')]
    typed.set(nameOf(canonical), all)
  })
  return typed
}

/** Rewrites an error to name flags, as typed by the user, instead of hyperparameters. */
export function inFlags(error: unknown, typed: ReadonlyMap<string, readonly string[]>): unknown {
  if (!(error instanceof StudioError)) return error
  const asTyped = (flag: string): string => {
    const [name, ...others] = new Set(typed.get(flag))
    return name !== undefined && others.length === 0 ? name : flag
  }
  const { code, remedy, problem, cause } = error
  const where = hyperparameterSet.names.some((name) => name === error.where)
    ? `--${kebab(error.where ?? '')}`
    : error.where
  const at = where === undefined ? undefined : asTyped(where)
  // The messages of known problems never contain flags.
  const message =
    problem === undefined ? error.message.replaceAll(/--[a-z][a-z\d-]*/g, asTyped) : error.message
  return new StudioError(code, message, { where: at, remedy, problem, cause })
}

/** Adds one flag per hyperparameter, described by its entry and listed under its group. */
export function addHyperparameterFlags(
  command: Command,
  { entries }: Pick<HyperparameterSet, 'entries'> = hyperparameterSet,
): void {
  const inOrder = groupNames.flatMap((group) =>
    Object.entries(entries).filter(([, entry]) => entry.group === group),
  )
  for (const [name, entry] of inOrder) {
    const flag = kebab(name)
    const alias = entry.referenceName === undefined ? '' : ` (also --${entry.referenceName})`
    const words = `${entry.meaning.en} [${limitsOf(entry)}, default ${entry.default}]${alias}`
    const option = new Option(`--${flag} <value>`, words)
    if (entry.kind === 'choice') option.argParser((value) => value)
    else option.argParser((value) => parseNumber(flag, value))
    command.addOption(option.helpGroup(`${groups[entry.group].label.en}:`))
  }
}

function limitsOf(entry: Entry): string {
  if (entry.kind === 'choice') return Object.keys(entry.options).join(' or ')
  if (entry.kind === 'numericChoice') {
    return entry.options.map(({ value }) => value).join(' or ')
  }
  return `${entry.min} to ${entry.max}`
}

function parseNumber(flag: string, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (Number.isFinite(value)) return value
  throw new StudioError('usage', `--${flag} must be a number, not "${text}"`)
}

/**
 * Overrides values with those given on the command line.
 *
 * @throws StudioError `usage`, also for a flag that has no effect given the others
 */
export function withFlags<E extends Entries>(
  { entries, names, schema }: HyperparameterSet<E>,
  values: ValuesOf<E>,
  options: Readonly<Record<string, unknown>>,
): ValuesOf<E> {
  const given = names.filter((name) => options[name] !== undefined)
  const merged = { ...values, ...Object.fromEntries(given.map((name) => [name, options[name]])) }
  for (const name of given) {
    if (entries[name]?.appliesWhen?.(merged) !== false) continue
    const deciding = decidingValues(entries, name, merged)
    const others = deciding.map((other) => `${flagOf(other)} ${String(merged[other])}`)
    throw new StudioError('usage', `${flagOf(name)} has no effect with ${others.join(', ')}`, {
      remedy: `Leave it out, or change ${deciding.map(flagOf).join(' or ')}.`,
    })
  }
  const parsed = schema.safeParse(merged)
  if (parsed.success) return parsed.data
  const why = parsed.error.issues.map(({ path: [name], message }) =>
    name === undefined ? message : `--${kebab(String(name))}: ${message}`,
  )
  throw new StudioError('usage', `a setting is not valid: ${why.join('; ')}`)
}
