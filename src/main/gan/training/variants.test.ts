import { expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import type { WeightedPenalty } from '../penalties/penalty'
import { variantAt } from './recipe'
import { variantsFor } from './variants'

const position = { step: 0, stepsPerEpoch: 1, imagesSeen: 0, size: () => 1 }

/** The penalty's weight in each of the first steps; undefined in a step without it. */
function weights(changes: object): (number | undefined)[] {
  const named = new Map<string, WeightedPenalty | undefined>()
  const asked: (WeightedPenalty | undefined)[] = []
  const h = { ...presets.reference, ...changes }
  const { variants, cycle } = variantsFor(h, (penalty) => {
    asked.push(penalty)
    return []
  })
  Object.keys(variants).forEach((name, i) => named.set(name, asked[i]))
  const recipe = { batches: 1, variants, cycle }
  return Array.from({ length: 7 }, (_, step) =>
    named.get(variantAt(recipe, step))?.weight(position),
  )
}

it('a recipe without a penalty has one variant', () => {
  expect(weights({ penalty: 'none' })).toEqual(Array.from({ length: 7 }))
})

it('a penalty at every step has its weight at each', () => {
  expect(weights({ penalty: 'r1', penaltyWeight: 2 })).toEqual([2, 2, 2, 2, 2, 2, 2])
})

it('a penalty at every third step, from the first on, has three times its weight', () => {
  const [yes, no] = [6, undefined]
  const changes = { penalty: 'r1', penaltyWeight: 2, penaltyInterval: 3 }
  expect(weights(changes)).toEqual([yes, no, no, yes, no, no, yes])
})
