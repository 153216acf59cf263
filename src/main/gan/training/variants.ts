import type { Hyperparameters } from '../../../contract/hyperparameters'
import { scheduledValue } from '../../../contract/recipe/scheduled-value'
import { penalties } from '../penalties/penalties'
import type { WeightedPenalty } from '../penalties/penalty'
import type { Recipe, RecipeStep } from './recipe'
import type { Rate } from './step-input'

/**
 * The variants of a recipe whose penalty is computed at every few steps only, the first step being
 * one of them (lazy regularisation, Karras et al., 2020): its weight is then multiplied by the
 * interval.
 *
 * @param stepsWith the updates of a step, with or without the penalty
 */
export function variantsFor(
  h: Hyperparameters,
  stepsWith: (penalty: WeightedPenalty | undefined) => readonly RecipeStep[],
): Pick<Recipe, 'variants' | 'cycle'> {
  const { penalty: name, penaltyInterval } = h
  if (name === 'none') return { variants: { train: stepsWith(undefined) }, cycle: ['train'] }
  const weight: Rate = (at) => scheduledValue(h, 'penaltyWeight', at) * penaltyInterval
  const penalised = stepsWith({ ...penalties[name], weight })
  if (penaltyInterval === 1) return { variants: { train: penalised }, cycle: ['train'] }
  const others = Array.from({ length: penaltyInterval - 1 }, () => 'train')
  return {
    variants: { penalised, train: stepsWith(undefined) },
    cycle: ['penalised', ...others],
  }
}
