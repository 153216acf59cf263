import type { Metrics } from '../../metrics/record'
import { metricIn } from '../../metrics/record'
import { notice } from '../../notices'
import type { Notice } from '../../notices'
import { mean } from '../averages'
import { good } from '../detector'
import type { Detector, WatchedRun } from '../detector'

/** The lowest acceptable lead of D (see Loss), averaged over a block. */
const BEHIND = -0.1
/**
 * If the lead is smaller than this in every step, whatever the batch, D gives all images the same
 * score.
 */
const FLAT = 0.005

/**
 * D rates generated images as more real than real ones, or gives all images the same score, so G
 * learns nothing from it. At equilibrium, by contrast, the scores vary from batch to batch.
 */
export const beaten: Detector = {
  kind: 'discriminatorBeaten',
  patience: 6,
  patienceAtEnd: 6,
  watch: (run) => (record) => {
    if (record.type !== 'steps') return undefined
    const outputs = record.points.flatMap((point) => outputsOf(point))
    if (outputs.length === 0) return undefined
    const what = behind(outputs, run) ?? flat(outputs, run)
    return what === undefined ? good : { bad: true, what }
  },
}

/** The means of D(x) and D(G(z)) in a step. */
interface Outputs {
  real: number
  fake: number
}

function outputsOf(point: Metrics): Outputs[] {
  const [real, fake] = [metricIn(point, 'dReal'), metricIn(point, 'dFake')]
  return real === undefined || fake === undefined ? [] : [{ real, fake }]
}

function behind(outputs: readonly Outputs[], { loss }: WatchedRun): Notice | undefined {
  // If scores have no scale, only the sign of the lead is meaningful.
  const { lead = (real: number, fake: number) => Math.sign(real - fake) } = loss
  const real = mean(outputs.map((one) => one.real)) ?? 0
  const fake = mean(outputs.map((one) => one.fake)) ?? 0
  return lead(real, fake) > BEHIND ? undefined : notice('discriminatorBeaten', { real, fake })
}

function flat(outputs: readonly Outputs[], { loss: { lead } }: WatchedRun): Notice | undefined {
  if (lead === undefined) return undefined
  const isFlat = outputs.every(({ real, fake }) => Math.abs(lead(real, fake)) < FLAT)
  return isFlat ? notice('discriminatorFlat', {}) : undefined
}
