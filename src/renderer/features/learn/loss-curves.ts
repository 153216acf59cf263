import type { Loss } from '../../../contract/recipe/losses/loss'
import { plainArithmetic } from '../../../contract/recipe/plain-arithmetic'

/** Both losses for one real and one generated image. */
export interface LossPoint {
  /** The discriminator's logit of the generated image. */
  logit: number
  lossD: number
  lossG: number
}

/** How far the curves extend on either side of the balanced logit. */
const REACH = 4
const POINTS = 81

/**
 * Both losses while the discriminator's logit of a generated image rises from one that it recognises
 * to one that it takes for real; the logit of a real image is as far on the other side of the
 * balanced logit. Computed with the loss functions that training uses.
 */
export function lossCurves(loss: Loss): LossPoint[] {
  const { logit } = loss.equilibrium
  return Array.from({ length: POINTS }, (_, i) =>
    lossesAt(loss, logit + REACH * ((2 * i) / (POINTS - 1) - 1)),
  )
}

function lossesAt(loss: Loss, logit: number): LossPoint {
  const real = Float64Array.of(2 * loss.equilibrium.logit - logit)
  const fake = Float64Array.of(logit)
  const [lossD = NaN] = loss.discriminator({ real, fake }, plainArithmetic)
  const [lossG = NaN] = loss.generator({ real, fake }, plainArithmetic)
  return { logit, lossD, lossG }
}

interface Box {
  width: number
  height: number
}

/** Scales that fit all points into a box with its origin at the top left. */
export function scalesOf(
  points: readonly LossPoint[],
  { width, height }: Box,
): { x(logit: number): number; y(loss: number): number } {
  const logits = points.map(({ logit }) => logit)
  const values = points.flatMap(({ lossD, lossG }) => [lossD, lossG])
  const scale = (all: readonly number[], length: number) => {
    const [low, high] = [Math.min(...all), Math.max(...all)]
    return (value: number): number => ((value - low) / (high - low)) * length
  }
  const up = scale(values, height)
  return { x: scale(logits, width), y: (loss) => height - up(loss) }
}
