import { notice } from './notices'
import type { Notice } from './notices'
import { losses } from './recipe/losses/losses'
import type { LossName } from './recipe/losses/losses'
import type { Loss } from './recipe/losses/loss'

/*
 * When a training that ended without an error, and with finite numbers, has nonetheless failed.
 */

/** Fewer steps say nothing: an untrained generator's images are alike too. */
const FEWEST_STEPS = 200
/**
 * Images closer than this are equal to the eye. The grids of a run on MNIST have 0.15 and more after
 * 60 steps, and about 0.4 once digits appear.
 */
const LEAST_SPREAD = 0.02
/** In a run that learns, the generator's loss stays below about ten times its equilibrium. */
const MOST_LOSS = 100
/** Steps that the loss is judged by: single ones may jump. */
export const JUDGED_STEPS = 100

interface Ending {
  step: number
  /** Of the last sample grid; see {@link spreadOf}. */
  spread: number
  /** The generator's loss at the last steps. */
  lossG: readonly number[]
  loss: LossName
}

/**
 * How much images differ from each other: the standard deviation over the images, averaged over the
 * pixels. 0 for equal images; at most 1 for values in [-1, 1].
 *
 * @param pixels [count * length], image by image
 */
export function spreadOf(pixels: Float32Array, count: number): number {
  const length = pixels.length / count
  let sum = 0
  for (let i = 0; i < length; i++) {
    let mean = 0
    for (let k = 0; k < count; k++) mean += (pixels[k * length + i] ?? 0) / count
    let variance = 0
    for (let k = 0; k < count; k++) variance += ((pixels[k * length + i] ?? 0) - mean) ** 2 / count
    sum += Math.sqrt(variance)
  }
  return length === 0 ? 0 : sum / length
}

/** What to tell a person of a generator that appears to have collapsed; undefined where it has not. */
export function collapseOf({ step, spread, lossG, loss }: Ending): Notice | undefined {
  if (step < FEWEST_STEPS) return undefined
  const why: Notice[] = []
  if (spread < LEAST_SPREAD) why.push(notice('imagesAlike', {}))
  const { equilibrium }: Loss = losses[loss]
  const usual = Math.abs(equilibrium.lossG ?? 0)
  const middle = median(lossG)
  if (middle !== undefined && usual > 0 && middle > MOST_LOSS * usual) {
    why.push(notice('generatorLossHuge', { loss: middle.toPrecision(2) }))
  }
  return why.length === 0 ? undefined : notice('generatorCollapsed', { why })
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
