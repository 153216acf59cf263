import { classAccuracy } from '../../../../contract/metrics/images/class-accuracy'
import { classDivergence } from '../../../../contract/metrics/images/class-divergence'
import { classifierScore } from '../../../../contract/metrics/images/classifier-score'
import { memorisation } from '../../../../contract/metrics/images/memorisation'
import type { DatasetFacts } from '../dataset-facts.svelte'
import type { NetKind } from './net-choice.svelte'

/** Why a metric cannot be measured. */
export type Unavailable = 'noClasses' | 'noClassifier' | 'noHoldOut'

const ofClasses = [classifierScore.key, classDivergence.key, classAccuracy.key]

/**
 * Returns why a metric cannot be measured; undefined if it can be, as far as known.
 *
 * @param takesClasses whether the generator takes labels
 */
export function whyUnavailable(
  key: string,
  net: NetKind,
  facts: Pick<DatasetFacts, 'holdsNothingOut' | 'suitsWeakNet'>,
  takesClasses: boolean,
): Unavailable | undefined {
  if (key === memorisation.key && facts.holdsNothingOut) return 'noHoldOut'
  if (key === classAccuracy.key && !takesClasses) return 'noClasses'
  const isWeak = net === 'pixels' || net === 'random-conv'
  const hasNoClasses = isWeak || (net === 'suited' && facts.suitsWeakNet)
  return ofClasses.includes(key) && hasNoClasses ? 'noClassifier' : undefined
}
