import { defaultOptions, supports } from '../../../contract/architectures/architecture'
import type { Architecture, NetworkSettings } from '../../../contract/architectures/architecture'
import { stateOf } from '../../../contract/architectures/state'
import type { StateTensor } from '../../../contract/architectures/state'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { StateDict } from '../../../contract/tensors'
import { renamings } from './renamed'

/*
 * Describes weights that fit no generator: which generator they resemble most, and where they
 * differ.
 */

const CHANNELS = [1, 3]
/** Sizes that are tried in addition to those suggested by the tensors' axes. */
const USUAL_SIZES = [28, 8, 16, 32, 64, 128, 256]
const USUAL_LATENTS = [100, 128]
/** The most axes that are considered as latent sizes or image sizes. */
const MAX_AXES = 12
/** How many tensors each side lists, and how long a name may be. */
const MAX_LISTED = 4
const LONGEST = 60

interface Difference {
  closest: Notice
  /** Tensors of the closest generator that these weights lack or have in another shape. */
  expected: string
  moreExpected: number
  /** Tensors of these weights that the generator lacks or has in another shape. */
  found: string
  moreFound: number
}

/** How weights differ from the generator that they resemble most. */
export function differenceToClosest(
  state: StateDict,
  known: Readonly<Record<string, Architecture>>,
): Difference {
  const named = [...renamings(state)]
  let best: { alike: number; of: StateDict; wanted: StateTensor[]; closest: Notice } | undefined
  for (const [architecture, kind] of Object.entries(known)) {
    for (const sizes of likelySizes(state, kind)) {
      const wanted = stateOf(kind.networks(sizes).generator)
      for (const of of named) {
        const alike = likeness(of, wanted)
        if (best !== undefined && alike <= best.alike) continue
        const { latentDim, imageSize: size, channels } = sizes
        const closest = notice('couldBeGenerator', { architecture, latentDim, channels, size })
        best = { alike, of, wanted, closest }
      }
    }
  }
  if (best === undefined) throw new Error('no architecture is known')
  const { of, wanted, closest } = best
  const expected = wanted.filter((tensor) => tensor.dtype === 'F32' && !isIn(of, tensor))
  const byName = new Map(wanted.map((tensor) => [tensor.name, tensor]))
  const found = [...of]
    .map(([name, { shape }]) => ({ name, shape }))
    .filter(({ name, shape }) => byName.get(name)?.shape.join() !== shape.join())
  return {
    closest,
    expected: listed(expected),
    moreExpected: Math.max(0, expected.length - MAX_LISTED),
    found: listed(found),
    moreFound: Math.max(0, found.length - MAX_LISTED),
  }
}

/** Sizes that weights like these might be of. */
function* likelySizes(state: StateDict, kind: Architecture): Generator<NetworkSettings> {
  const axes = [...new Set([...state.values()].flatMap(({ shape }) => shape))].filter((n) => n > 0)
  const latents = new Set([...USUAL_LATENTS, ...axes.slice(0, MAX_AXES)])
  for (const channels of CHANNELS) {
    const sides = axes.map((n) => Math.sqrt(n / channels)).filter(Number.isInteger)
    for (const imageSize of new Set([...USUAL_SIZES, ...sides.slice(0, MAX_AXES)])) {
      for (const latentDim of latents) {
        const sizes = { ...defaultOptions, latentDim, imageSize, channels }
        if (supports(kind, sizes)) yield sizes
      }
    }
  }
}

const isIn = (state: StateDict, { name, shape }: StateTensor): boolean =>
  state.get(name)?.shape.join() === shape.join()

/** One point for each matching name, and another if its shape matches too. */
const likeness = (state: StateDict, wanted: readonly StateTensor[]): number =>
  wanted.reduce(
    (sum, tensor) => sum + Number(state.has(tensor.name)) + Number(isIn(state, tensor)),
    0,
  )

const listed = (tensors: readonly Pick<StateTensor, 'name' | 'shape'>[]): string =>
  tensors
    .slice(0, MAX_LISTED)
    .map(({ name, shape }) => `${shortened(name)} [${shortened(shape.join(', '))}]`)
    .join(', ')

function shortened(text: string): string {
  if (text.length <= LONGEST) return text
  const half = Math.floor(LONGEST / 2)
  return `${text.slice(0, half)}…${text.slice(-half)}`
}
