import type { Evaluation } from '../../../../contract/evaluations/evaluation'
import { qualityOf } from '../../../../contract/evaluations/run-quality'
import { verdictOf } from '../../../../contract/evaluations/verdict'
import { classDivergence } from '../../../../contract/metrics/images/class-divergence'

/** The shares of a class among the generated images and in the data, 0 to 1. */
export interface ClassShare {
  /** The class's name, or its number from 0. */
  name: string
  generated: number
  data: number
}

export interface ClassShares {
  step: number
  shares: readonly ClassShare[]
  /** The largest of all shares. */
  most: number
  /** The number of classes of the data that were never generated. */
  missing: number
  /** True if the FID says that the images are far from real ones, so that they may have no class. */
  doubtful: boolean
}

/** The newest shares of classes; undefined if none of the evaluations has them. */
export function classSharesOf(
  evaluations: readonly Evaluation[],
  names: readonly string[] | null,
): ClassShares | undefined {
  for (const evaluation of evaluations.toReversed()) {
    const { step, results } = evaluation
    const details = results.find(({ key }) => key === classDivergence.key)?.details
    const [generated, data] = [details?.['histogram'], details?.['dataHistogram']]
    if (step === null || !Array.isArray(generated) || !Array.isArray(data)) continue
    if (generated.length !== data.length) continue
    const [ofGenerated, ofData] = [sharesOf(generated), sharesOf(data)]
    const shares = ofGenerated.map((share, i) => {
      return { name: names?.[i] ?? String(i), generated: share, data: ofData[i] ?? 0 }
    })
    const most = Math.max(...ofGenerated, ...ofData)
    const missing = shares.filter((share) => share.generated === 0 && share.data > 0).length
    const quality = qualityOf(evaluation)
    const doubtful = quality !== null && verdictOf(quality) === 'far'
    return { step, shares, most, missing, doubtful }
  }
  return undefined
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, each) => sum + each, 0)
  return counts.map((each) => (total === 0 ? 0 : each / total))
}
