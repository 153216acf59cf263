import { defaultOptions, supports } from '../../../contract/architectures/architecture'
import type {
  Architecture,
  NetworkOptions,
  NetworkSettings,
} from '../../../contract/architectures/architecture'
import { architectures } from '../../../contract/architectures/architectures'
import { labelFeatures } from '../../../contract/architectures/conditional-layers'
import { MAX_LEVELS } from '../../../contract/architectures/levels'
import type { NetworkSpec } from '../../../contract/architectures/spec'
import { stateOf } from '../../../contract/architectures/state'
import type { StateTensor } from '../../../contract/architectures/state'
import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { StateDict } from '../../../contract/tensors'
import { differenceToClosest } from './closest'
import { renamings } from './renamed'

/*
 * Identifies a bare file of weights: finds the architecture and sizes whose generator has tensors
 * with exactly these names and shapes, but for a prefix that all names share. Checkpoints contain
 * this information.
 */

/** With default values for the options that a generator does not depend on. */
interface KnownGenerator extends NetworkSettings {
  architecture: string
  spec: NetworkSpec
  /** The weights under the generator's names. */
  state: StateDict
}

const CHANNELS = [1, 3]
/** Height and width of the largest images considered. */
const LARGEST = 4096
/** The most different axis lengths that are tried, far more than any generator has. */
const MAX_AXES = 256
/** The most widths that are tried. */
const MAX_WIDTHS = 24

/**
 * The generator that the weights belong to.
 *
 * @throws StudioError `checkpoint` if they fit no known architecture, or more than one generator
 */
export function recogniseGenerator(
  state: StateDict,
  where: string,
  known: Readonly<Record<string, Architecture>> = architectures,
): KnownGenerator {
  const renamed = [...renamings(state)]
  const found = Object.entries(known).flatMap(([name, architecture]) =>
    [...settingsOf(renamed, architecture)].map(({ settings, state }) => ({
      ...{ architecture: name, ...settings, state },
      spec: architecture.networks(settings).generator,
    })),
  )
  const named = renamed.find((state) => found.some((one) => one.state === state))
  if (named !== undefined)
    return onlyOne(
      found.filter(({ state }) => state === named),
      where,
    )
  const given = { known: Object.keys(known).join(', '), ...differenceToClosest(state, known) }
  throw problemError('checkpoint', 'notAGenerator', given, { where })
}

function onlyOne(found: readonly KnownGenerator[], where: string): KnownGenerator {
  const [first, ...others] = found
  if (first === undefined) throw new Error('none was found')
  const text = JSON.stringify(first.spec)
  if (others.every(({ spec }) => JSON.stringify(spec) === text)) return first
  const could = found.map(({ architecture, latentDim, imageSize: size, channels }) =>
    notice('couldBeGenerator', { architecture, latentDim, channels, size }),
  )
  throw problemError('checkpoint', 'severalGenerators', { could }, { where })
}

/**
 * The settings for which an architecture's generator has one of these state dicts. They contain the
 * same tensors under different names.
 */
function* settingsOf(states: readonly StateDict[], architecture: Architecture): Generator<Fitting> {
  const tensors = [...(states[0]?.values() ?? [])]
  // The latent length and the width are axes of the weights.
  const axes = [...new Set(tensors.flatMap(({ shape }) => shape))]
    .filter((axis) => axis > 0)
    .sort((a, b) => a - b)
    .slice(0, MAX_AXES)
  const numbers = numbersIn(tensors)
  for (const options of optionsOf(architecture, axes, labelOptions(architecture, states[0]))) {
    const latentDims = latentDimsOf(axes, options)
    for (const channels of CHANNELS) {
      const given = { ...options, channels }
      const possible = states.filter((state) => mayHave(state, architecture, given))
      if (possible.length === 0) continue
      yield* sizesOf(possible, architecture, { latentDims, numbers, ...given })
    }
  }
}

/**
 * Returns false if the weights cannot be of a generator with these options, whatever its sizes:
 * given the number of levels, the tensors' names and all axes except a few are the same for all
 * sizes.
 */
function mayHave(
  state: StateDict,
  architecture: Architecture,
  given: Omit<NetworkSettings, 'latentDim' | 'imageSize'>,
): boolean {
  if (given.levels === 0) return true
  const withSizes = (i: number): StateTensor[] => {
    const sizes = { latentDim: i, imageSize: i * 2 ** MAX_LEVELS }
    return stateOf(architecture.networks({ ...given, ...sizes }).generator)
  }
  const one = withSizes(1)
  return sameNames(state, one) && mayFit(state, one, withSizes(2))
}

interface Fitting {
  state: StateDict
  settings: NetworkSettings
}

type LabelOptions = Pick<NetworkOptions, 'conditioning' | 'classes' | 'labelInput'>

/** The tensors with a row for each class. */
const TABLE = /(^|\.)(embedding|scale)\.weight$/

/**
 * The ways in which the generator may take labels, and their possible numbers of classes. How the
 * discriminator uses labels does not show in the generator's weights.
 */
function labelOptions(
  { options = [] }: Architecture,
  state: StateDict | undefined,
): readonly LabelOptions[] {
  const tables = [...(state ?? [])].filter(([name]) => TABLE.test(name))
  const counts = new Set(tables.map(([, { shape }]) => shape[0] ?? 0))
  if (tables.length === 0 || !options.includes('conditioning')) return [defaultOptions]
  const inputs = options.includes('labelInput')
    ? (['embedding', 'batchNorm'] as const)
    : (['embedding'] as const)
  return [...counts].flatMap((classes) =>
    inputs.map((labelInput) => ({ conditioning: 'projection', classes, labelInput }) as const),
  )
}

/** The latent sizes to try; an embedding of the label adds to the length of the input. */
function latentDimsOf(axes: readonly number[], options: LabelOptions): readonly number[] {
  if (options.conditioning === 'none' || options.labelInput === 'batchNorm') return axes
  const added = labelFeatures(options.classes)
  return axes.map((axis) => axis - added).filter((axis) => axis > 0)
}

/** The options that the generator may depend on: labels, widths, and each number of levels. */
function* optionsOf(
  { options = [] }: Architecture,
  axes: readonly number[],
  labels: readonly LabelOptions[],
): Generator<NetworkOptions> {
  const { baseWidth, levels } = defaultOptions
  const widths = options.includes('baseWidth') ? axes.slice(0, MAX_WIDTHS) : [baseWidth]
  const all = Array.from({ length: MAX_LEVELS }, (_, i) => i + 1)
  for (const depth of options.includes('levels') ? all : [levels]) {
    for (const width of widths) {
      for (const label of labels) {
        const { conditioning, classes, labelInput } = label
        yield {
          ...{ ...defaultOptions, conditioning, classes, labelInput },
          ...{ baseWidth: width, levels: depth },
        }
      }
    }
  }
}

/** The image sizes and latent sizes that fit, all else given. numbers: how many weights there are */
function* sizesOf(
  states: readonly StateDict[],
  architecture: Architecture,
  {
    latentDims,
    numbers,
    ...given
  }: Omit<NetworkSettings, 'latentDim' | 'imageSize'> & {
    latentDims: readonly number[]
    numbers: number
  },
): Generator<Fitting> {
  const stateWith = (settings: NetworkSettings): StateTensor[] =>
    stateOf(architecture.networks(settings).generator)
  for (let imageSize = 1; imageSize <= LARGEST; imageSize++) {
    const settings = latentDims
      .map((latentDim) => ({ ...given, latentDim, imageSize }))
      .filter((each) => supports(architecture, each))
    const [least, next] = settings
    if (least === undefined) continue
    const one = stateWith(least)
    // Larger images never need fewer weights, if the number of levels is given.
    if (numbersIn(one) > numbers) break
    const named = states.filter((state) => sameNames(state, one))
    if (named.length === 0) continue
    const other = next === undefined ? one : stateWith(next)
    for (const state of named.filter((state) => mayFit(state, one, other))) {
      const fitting = settings.filter((each) => sameShapes(state, stateWith(each)))
      yield* fitting.map((settings) => ({ state, settings }))
    }
  }
}

const numbersIn = (tensors: readonly Pick<StateTensor, 'shape' | 'dtype'>[]): number =>
  tensors
    .filter(({ dtype }) => dtype === 'F32')
    .reduce((sum, { shape }) => sum + shape.reduce((product, axis) => product * axis, 1), 0)

/** PyTorch tolerates a missing num_batches_tracked, and so do we. */
function sameNames(state: StateDict, wanted: readonly StateTensor[]): boolean {
  if (state.size > wanted.length) return false
  const names = new Set(wanted.map(({ name }) => name))
  const missing = wanted.some(({ name, dtype }) => dtype === 'F32' && !state.has(name))
  return !missing && [...state.keys()].every((name) => names.has(name))
}

/** Returns true if all axes that do not depend on the latent size match. */
function mayFit(
  state: StateDict,
  one: readonly StateTensor[],
  other: readonly StateTensor[],
): boolean {
  return one.every(({ name, shape }, i) => {
    const found = state.get(name)?.shape ?? shape
    const right = shape.every((n, axis) => n !== other[i]?.shape[axis] || n === found[axis])
    return right && found.length === shape.length
  })
}

const sameShapes = (state: StateDict, wanted: readonly StateTensor[]): boolean =>
  wanted.every(({ name, shape }) => (state.get(name)?.shape ?? shape).join() === shape.join())
