import { notice } from './notices'
import type { Notice } from './notices'
import { losses } from './recipe/losses/losses'
import type { LossName } from './recipe/losses/losses'
import type { Loss } from './recipe/losses/loss'

/*
 * Judges the result of training that ended without an error and with finite numbers.
 */

/**
 * With fewer steps, the MNIST presets' images are pure noise. The limit is low on purpose: even blobs
 * take about 100 steps.
 */
const MIN_RECOGNISABLE_STEPS = 50
/** The images of shorter runs are not judged: an untrained generator's are alike too. */
const MIN_STEPS = 200
/**
 * Images with a smaller spread look the same. On MNIST, sample grids reach 0.15 after 60 steps and
 * about 0.4 once digits appear.
 */
const MIN_SPREAD = 0.02
/** Number of final steps whose median loss is judged, since single steps may spike. */
export const JUDGED_STEPS = 100

interface RunEnding {
  /** Total steps, including earlier sessions and those up to the checkpoint that the run began from. */
  step: number
  /** The spread of the last sample grid, if one was drawn; see {@link spreadOf}. */
  spread: number | undefined
  /** The generator's losses at the final steps. */
  lossG: readonly number[]
  loss: LossName
}

/**
 * Measures how much images differ: the standard deviation across images, averaged over pixels. 0
 * for equal images; at most 1 for values in [-1, 1].
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

/** The codes that {@link verdictOf} can return. */
export const verdictCodes: readonly (string | undefined)[] = ['generatorCollapsed', 'tooFewSteps']

/**
 * Returns a warning if the run was too short for recognisable images or the generator appears to
 * have collapsed, else undefined.
 */
export function verdictOf(ending: RunEnding): Notice | undefined {
  const { step: steps } = ending
  return steps < MIN_RECOGNISABLE_STEPS ? notice('tooFewSteps', { steps }) : collapseOf(ending)
}

function collapseOf({ step, spread, lossG, loss }: RunEnding): Notice | undefined {
  if (step < MIN_STEPS || spread === undefined) return undefined
  const why: Notice[] = []
  if (spread < MIN_SPREAD) why.push(notice('imagesAlike', {}))
  const { failedLossG = Infinity }: Loss = losses[loss]
  const medianLoss = median(lossG)
  if (medianLoss !== undefined && medianLoss > failedLossG) {
    // Two digits: the loss still varies from step to step.
    why.push(notice('generatorLossHuge', { loss: Number(medianLoss.toPrecision(2)) }))
  }
  return why.length === 0 ? undefined : notice('generatorCollapsed', { why })
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
