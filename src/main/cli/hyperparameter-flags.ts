import { Option } from 'commander'
import type { Command } from 'commander'
import { parseWith, StudioError } from '../../contract/errors'
import {
  hyperparameterNames,
  hyperparameters,
  hyperparametersSchema,
  presets,
} from '../../contract/hyperparameters'
import type {
  HyperparameterName,
  Hyperparameters,
  PresetName,
} from '../../contract/hyperparameters'

const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)

const specs = hyperparameterNames.map((name) => ({
  name,
  flag: kebab(name),
  ...hyperparameters[name],
}))

/** The reference implementation's own flag names work too, with dashes or underscores. */
const aliases = new Map(
  specs.flatMap((spec) =>
    'referenceName' in spec ? [[kebab(spec.referenceName).replaceAll('_', '-'), spec.flag]] : [],
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

/** Adds one flag a hyperparameter, described by the contract. */
export function addHyperparameterFlags(command: Command): void {
  for (const spec of specs) {
    const alias = 'referenceName' in spec ? ` (also --${spec.referenceName})` : ''
    const limits = spec.kind === 'choice' ? '' : ` [${spec.min} to ${spec.max}]`
    const option = new Option(`--${spec.flag} <value>`, `${spec.meaning}${limits}${alias}`)
    if (spec.kind === 'choice') option.argParser((value) => value)
    else option.argParser((value) => parseNumber(spec.flag, value))
    command.addOption(option.default(undefined, `preset's, ${spec.default} in reference`))
  }
}

function parseNumber(flag: string, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (Number.isFinite(value)) return value
  throw new StudioError('usage', `--${flag} takes a number, not "${text}"`)
}

/** The preset's hyperparameters with those given on the command line in their place. */
export function readHyperparameters(
  presetName: string,
  options: Partial<Record<HyperparameterName, unknown>>,
): Hyperparameters {
  if (!Object.hasOwn(presets, presetName)) {
    const known = Object.keys(presets).join(', ')
    throw new StudioError('usage', `there is no preset "${presetName}"`, {
      where: '--preset',
      remedy: `Presets: ${known}.`,
    })
  }
  const given = hyperparameterNames
    .filter((name) => options[name] !== undefined)
    .map((name) => [name, options[name]])
  const merged = { ...presets[presetName as PresetName], ...Object.fromEntries(given) }
  return parseWith(hyperparametersSchema, merged, 'usage', 'a hyperparameter')
}
