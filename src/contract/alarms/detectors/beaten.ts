import type { Metrics } from '../../metrics/record'
import { metricIn } from '../../metrics/record'
import { notice } from '../../notices'
import type { Notice } from '../../notices'
import { mean } from '../averages'
import { good } from '../detector'
import type { Detector, WatchedRun } from '../detector'

/** How far D may be behind (see Loss), in the mean of a block. */
const BEHIND = -0.1
/** A lead that is smaller than this in every step, whatever the batch, comes from equal scores. */
const FLAT = 0.005

/**
 * D takes generated images for real more than real ones, or gives all images the same score, so G
 * learns nothing from it. At equilibrium, the scores still differ from batch to batch.
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
  // Without a scale only the sign says something.
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
