import { supports } from '../../../contract/architectures/architecture'
import type { Architecture, Sizes } from '../../../contract/architectures/architecture'
import { architectures } from '../../../contract/architectures/architectures'
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

interface KnownGenerator extends Sizes {
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
    [...sizesOf(renamed, architecture)].map(({ sizes, state }) => ({
      ...{ architecture: name, ...sizes, spec: architecture.networks(sizes).generator, state },
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
 * The sizes for which an architecture's generator has one of these state dicts. They contain the
 * same tensors under different names.
 */
function* sizesOf(
  states: readonly StateDict[],
  architecture: Architecture,
): Generator<{ state: StateDict; sizes: Sizes }> {
  const tensors = [...(states[0]?.values() ?? [])]
  // The latent length is an axis of one of the weights.
  const axes = new Set(tensors.flatMap(({ shape }) => shape))
  const latentDims = [...axes]
    .filter((axis) => axis > 0)
    .sort((a, b) => a - b)
    .slice(0, MAX_AXES)
  const numbers = numbersIn(tensors)
  const stateWith = (sizes: Sizes): StateTensor[] => stateOf(architecture.networks(sizes).generator)
  for (const channels of CHANNELS) {
    for (let imageSize = 1; imageSize <= LARGEST; imageSize++) {
      const supported = (latentDim: number): boolean =>
        supports(architecture, { latentDim, imageSize, channels })
      const least = latentDims.find(supported)
      if (least === undefined) continue
      const one = stateWith({ latentDim: least, imageSize, channels })
      // Larger images never need fewer weights.
      if (numbersIn(one) > numbers) break
      const named = states.filter((state) => sameNames(state, one))
      if (named.length === 0) continue
      const candidates = latentDims
        .filter(supported)
        .map((latentDim) => ({ latentDim, imageSize, channels }))
      const other = candidates[1] === undefined ? one : stateWith(candidates[1])
      for (const state of named.filter((state) => mayFit(state, one, other))) {
        const fitting = candidates.filter((sizes) => sameShapes(state, stateWith(sizes)))
        yield* fitting.map((sizes) => ({ state, sizes }))
      }
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
