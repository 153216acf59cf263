import type { Hyperparameters } from '../../../contract/hyperparameters'
import { penalties } from '../penalties/penalties'
import type { WeightedPenalty } from '../penalties/penalty'
import type { Recipe, RecipeStep } from './recipe'

type PenaltyValues = Pick<Hyperparameters, 'penalty' | 'penaltyWeight' | 'penaltyInterval'>

/**
 * The variants of a recipe whose penalty is computed at every few steps only, the first step being
 * one of them (lazy regularisation, Karras et al., 2020): its weight is then multiplied by the
 * interval.
 *
 * @param stepsWith the updates of a step, with or without the penalty
 */
export function variantsFor(
  { penalty: name, penaltyWeight, penaltyInterval }: PenaltyValues,
  stepsWith: (penalty: WeightedPenalty | undefined) => readonly RecipeStep[],
): Pick<Recipe, 'variants' | 'cycle'> {
  if (name === 'none') return { variants: { train: stepsWith(undefined) }, cycle: ['train'] }
  const weight = penaltyWeight * penaltyInterval
  const penalised = stepsWith({ ...penalties[name], weight: () => weight })
  if (penaltyInterval === 1) return { variants: { train: penalised }, cycle: ['train'] }
  const others = Array.from({ length: penaltyInterval - 1 }, () => 'train')
  return {
    variants: { penalised, train: stepsWith(undefined) },
    cycle: ['penalised', ...others],
  }
}
