import { parseWith, problemError } from '../../../contract/errors'
import {
  hyperparameterNames,
  hyperparameters,
  hyperparameterSet,
  hyperparametersSchema,
  presets,
} from '../../../contract/hyperparameters'
import type {
  HyperparameterName,
  Hyperparameters,
  PresetName,
} from '../../../contract/hyperparameters'
import { resetIneffective } from '../../../contract/recipe/hyperparameter-set'
import { MOST_TRIALS } from '../../../contract/sweep/spec'
import type { Axis, AxisRange, AxisValue, SweepSpec } from '../../../contract/sweep/spec'
import { RandomStream } from '../../gan/random/random'

type Values = Record<string, AxisValue>

/** The settings that all runs of a sweep share. @throws StudioError `usage` if they are invalid */
export function baseOf({ preset, hyperparameters: changes }: SweepSpec): Hyperparameters {
  refuseUnknown(Object.keys(changes), 'hyperparameters')
  const values = { ...presets[preset as PresetName], ...changes }
  return parseWith(hyperparametersSchema, values, 'usage', 'The settings', 'hyperparameters')
}

/** The settings of one configuration. */
export const settingsOf = (base: Hyperparameters, values: Values): Hyperparameters =>
  hyperparametersSchema.parse({ ...base, ...values })

/**
 * The configurations of a sweep; of configurations that train alike, only the first.
 *
 * @throws StudioError `usage` naming the axis or the combination of values that is invalid, or if
 *   there are too many
 */
export function candidatesOf(spec: SweepSpec): Values[] {
  const base = baseOf(spec)
  refuseUnknown(Object.keys(spec.axes), 'axes')
  if ('seed' in spec.axes) throw problemError('usage', 'sweepSeedAxis', {}, { where: 'axes.seed' })
  const all = spec.method === 'grid' ? grid(spec) : random(spec)
  const distinct = new Map<string, Values>()
  for (const values of all) {
    const named = Object.entries(values).map(([name, value]) => `${name} ${value}`)
    const what = named.length === 0 ? 'The settings' : `The configuration with ${named.join(', ')}`
    const settings = parseWith(hyperparametersSchema, { ...base, ...values }, 'usage', what, 'axes')
    const key = JSON.stringify(resetIneffective(hyperparameterSet, settings))
    if (!distinct.has(key)) distinct.set(key, values)
  }
  const count = distinct.size * spec.seeds.length
  if (count > MOST_TRIALS)
    throw problemError('usage', 'sweepTooLarge', { count, most: MOST_TRIALS })
  return [...distinct.values()]
}

function refuseUnknown(names: readonly string[], where: string): void {
  const known: readonly string[] = hyperparameterNames
  const name = names.find((each) => !known.includes(each))
  if (name === undefined) return
  throw problemError('usage', 'sweepUnknownSetting', { name }, { where: `${where}.${name}` })
}

function grid({ axes }: SweepSpec): Values[] {
  const lists = Object.entries(axes).map(([name, axis]) => [name, gridValues(name, axis)] as const)
  const count = lists.reduce((product, [, { length }]) => product * length, 1)
  if (count > MOST_TRIALS)
    throw problemError('usage', 'sweepTooLarge', { count, most: MOST_TRIALS })
  return lists.reduce<Values[]>(
    (before, [name, values]) =>
      before.flatMap((some) => values.map((value) => ({ ...some, [name]: value }))),
    [{}],
  )
}

function gridValues(name: string, axis: Axis): readonly AxisValue[] {
  if (Array.isArray(axis)) return axis
  const { count } = axis
  if (count === undefined) {
    throw problemError('usage', 'sweepRangeNeedsCount', { name }, { where: `axes.${name}.count` })
  }
  const values = Array.from({ length: count }, (_, i) => at(axis, i / (count - 1), name))
  return [...new Set(values)]
}

function random({ axes, random: drawing, method }: SweepSpec): Values[] {
  if (drawing === undefined) {
    throw problemError('usage', 'sweepNeedsCount', { method }, { where: 'random' })
  }
  const stream = RandomStream.seeded(drawing.seed, 'sweep')
  return Array.from({ length: drawing.count }, () =>
    Object.fromEntries(
      Object.entries(axes).map(([name, axis]) => {
        const share = stream.uniform()
        if (!Array.isArray(axis)) return [name, at(axis, share, name)]
        return [name, axis[Math.floor(share * axis.length)] ?? '']
      }),
    ),
  )
}

/** The value at a share of a range, from 0 to 1: whole for settings that are whole numbers. */
function at({ from, to, scale }: AxisRange, share: number, name: string): number {
  const value = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share
  const isWhole = hyperparameters[name as HyperparameterName].kind === 'integer'
  // Six digits, so that 0.1 + 0.2 is 0.3.
  return isWhole ? Math.round(value) : Number(value.toPrecision(6))
}
