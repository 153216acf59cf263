import { supports } from '../../../contract/architectures/architecture'
import type { Architecture, Sizes } from '../../../contract/architectures/architecture'
import { architectures } from '../../../contract/architectures/architectures'
import type { NetworkSpec } from '../../../contract/architectures/spec'
import { stateOf } from '../../../contract/architectures/state'
import type { StateTensor } from '../../../contract/architectures/state'
import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { StateDict } from '../../../contract/tensors'

/*
 * Identifies a bare file of weights: finds the architecture and sizes whose generator has tensors
 * with exactly these names and shapes. A checkpoint says so itself.
 */

interface KnownGenerator extends Sizes {
  architecture: string
  spec: NetworkSpec
}

const CHANNELS = [1, 3]
/** Height and width of the largest images considered. */
const LARGEST = 4096

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
  const found = Object.entries(known).flatMap(([name, architecture]) =>
    [...sizesOf(state, architecture)].map((sizes) => ({
      ...{ architecture: name, ...sizes, spec: architecture.networks(sizes).generator },
    })),
  )
  const [first, ...others] = found
  if (first === undefined) {
    const names = Object.keys(known).join(', ')
    throw problemError('checkpoint', 'notAGenerator', { known: names }, { where })
  }
  const text = JSON.stringify(first.spec)
  if (others.every(({ spec }) => JSON.stringify(spec) === text)) return first
  const could = found.map(({ architecture, latentDim, imageSize: size, channels }) =>
    notice('couldBeGenerator', { architecture, latentDim, channels, size }),
  )
  throw problemError('checkpoint', 'severalGenerators', { could }, { where })
}

/** The sizes for which an architecture's generator has this state dict. */
function* sizesOf(state: StateDict, architecture: Architecture): Generator<Sizes> {
  // The latent length is an axis of one of the weights.
  const axes = new Set([...state.values()].flatMap(({ shape }) => shape))
  const latentDims = [...axes].filter((axis) => axis > 0).sort((a, b) => a - b)
  const numbers = numbersIn([...state.values()])
  for (const channels of CHANNELS) {
    for (let imageSize = 1; imageSize <= LARGEST; imageSize++) {
      const candidates = latentDims
        .map((latentDim) => ({ latentDim, imageSize, channels }))
        .filter((sizes) => supports(architecture, sizes))
      const stateWith = (sizes: Sizes): StateTensor[] =>
        stateOf(architecture.networks(sizes).generator)
      const [one, other] = candidates.slice(0, 2).map(stateWith)
      if (one === undefined) continue
      // Larger images never take fewer weights.
      if (numbersIn(one) > numbers) break
      if (!sameNames(state, one) || !mayFit(state, one, other ?? one)) continue
      yield* candidates.filter((sizes) => sameShapes(state, stateWith(sizes)))
    }
  }
}

const numbersIn = (tensors: readonly Pick<StateTensor, 'shape' | 'dtype'>[]): number =>
  tensors
    .filter(({ dtype }) => dtype === 'F32')
    .reduce((sum, { shape }) => sum + shape.reduce((product, axis) => product * axis, 1), 0)

/** PyTorch tolerates a missing num_batches_tracked, and so do we. */
function sameNames(state: StateDict, wanted: readonly StateTensor[]): boolean {
  const names = new Set(wanted.map(({ name }) => name))
  const missing = wanted.some(({ name, dtype }) => dtype === 'F32' && !state.has(name))
  return !missing && [...state.keys()].every((name) => names.has(name))
}

/** Whether those axes are right that two lengths of latents have in common. */
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
