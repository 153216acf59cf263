import { describe, expect, it } from 'vitest'
import { hyperparameterSet } from '../hyperparameters'
import { compose, isOffered, namesIn, stepCostOf, withoutEffectless } from './hyperparameter-set'
import { choice, integer, numericChoice, real } from './entries'

/* A topic that nobody knows of: whatever follows from entries must follow from these too. */

const words = { en: 'Made up.', zh: '虚构的。' }
const described = { label: words, meaning: words, group: 'optimiser' as const }
/** Options as in a registry, whose entries have more than labels. */
const penalties = {
  none: { label: words, cost: 0 },
  gradient: { label: words, cost: 3 },
}
const madeUp = {
  penalty: choice({ ...described, default: 'none', options: penalties, changesStepCost: true }),
  penaltyWeight: real({
    ...described,
    default: 10,
    min: 0,
    max: 100,
    arrowStep: 1,
    changesStepCost: true,
    appliesWhen: ({ penalty }) => penalty !== 'none',
  }),
  criticSteps: integer({
    ...described,
    // It used to be always one; new runs use five.
    default: 5,
    absent: 1,
    min: 1,
    max: 20,
    arrowStep: 1,
    conflict: ({ criticSteps, batchSize }) =>
      Number(criticSteps) > Number(batchSize) ? words : undefined,
  }),
  precision: numericChoice({
    ...described,
    default: 32,
    options: [16, 32].map((value) => ({ value, label: words })),
  }),
  only: choice({ ...described, default: 'one', options: { one: { label: words } } }),
}
const grown = compose(hyperparameterSet.entries, madeUp)

describe('a topic that is added', () => {
  it('appears in its group of the form, after the existing fields', () => {
    const names = namesIn(grown, 'optimiser')
    expect(names).toEqual([...namesIn(hyperparameterSet, 'optimiser'), ...Object.keys(madeUp)])
    expect(namesIn(grown, 'basics')).toEqual(namesIn(hyperparameterSet, 'basics'))
  })

  it('is required in a request, within its range', () => {
    expect(grown.schema.safeParse(hyperparameterSet.defaults).success).toBe(false)
    expect(grown.schema.parse(grown.defaults)).toEqual(grown.defaults)
    for (const wrong of [{ penalty: 'no such' }, { criticSteps: 21 }, { precision: 8 }]) {
      expect(grown.schema.safeParse({ ...grown.defaults, ...wrong }).success).toBe(false)
    }
  })

  it('is refused in requests by a set without it, which still reads documents that have it', () => {
    expect(hyperparameterSet.schema.safeParse(grown.defaults).success).toBe(false)
    expect(hyperparameterSet.stored.parse(grown.defaults)).toEqual(hyperparameterSet.defaults)
  })

  it('has in an older document the value that its absence meant, whatever new runs use', () => {
    expect(grown.stored.parse(hyperparameterSet.defaults)).toEqual({
      ...grown.defaults,
      criticSteps: 1,
    })
  })

  it('counts towards the cost of a step if it says so', () => {
    const costly = { ...grown.defaults, penalty: 'gradient', penaltyWeight: 3 } as const
    expect(stepCostOf(grown, costly)).toEqual({
      ...stepCostOf(hyperparameterSet, hyperparameterSet.defaults),
      penalty: 'gradient',
      penaltyWeight: 3,
    })
    // Without effect it makes no difference, and an older measurement counts for what absence
    // meant.
    const idle = { ...grown.defaults, penaltyWeight: 3 }
    expect(stepCostOf(grown, idle)).toEqual(stepCostOf(grown, hyperparameterSet.defaults))
  })

  it('may not take the name of another', () => {
    expect(() => compose(hyperparameterSet.entries, { seed: madeUp.criticSteps })).toThrow(
      'same name',
    )
  })
})

describe('a value without effect', () => {
  const idle = { ...grown.defaults, penaltyWeight: 3 }

  it('is not offered, and counts as its default', () => {
    expect(isOffered(madeUp.penaltyWeight, idle)).toBe(false)
    expect(isOffered(madeUp.penaltyWeight, { ...idle, penalty: 'gradient' })).toBe(true)
    expect(withoutEffectless(grown, idle)).toEqual(grown.defaults)
    expect(grown.schema.parse(idle)).toEqual(grown.defaults)
  })

  it('cannot be invalid, since nobody sees it', () => {
    expect(grown.schema.parse({ ...idle, penaltyWeight: NaN })).toEqual(grown.defaults)
    const seen = { ...idle, penalty: 'gradient', penaltyWeight: NaN } as const
    expect(grown.schema.safeParse(seen).success).toBe(false)
  })

  it('stays unchanged in a document', () => {
    expect(grown.stored.parse(idle)).toEqual(idle)
  })
})

it('a choice with a single option is not offered', () => {
  expect(isOffered(madeUp.only, grown.defaults)).toBe(false)
  expect(isOffered(madeUp.penalty, grown.defaults)).toBe(true)
})

it('a conflict with other values names the field, in both languages', () => {
  const { error } = grown.schema.safeParse({ ...grown.defaults, batchSize: 2 })
  expect(error?.issues).toMatchObject([
    { path: ['criticSteps'], message: words.en, params: { words } },
  ])
  expect(grown.stored.safeParse({ ...grown.defaults, batchSize: 2 }).success).toBe(false)
})

describe('a conflict with other values', () => {
  const conflicting = { ...grown.defaults, batchSize: 2 }

  it('is found beside whatever else is wrong, and once per field', () => {
    const wrong = { ...conflicting, epochs: NaN, seed: 'x', criticSteps: 5 }
    const { error } = grown.schema.safeParse(wrong)
    const names = error?.issues.map(({ path: [name] }) => name)
    expect(names?.toSorted()).toEqual(['criticSteps', 'epochs', 'seed'])
    const own = grown.schema.safeParse({ ...conflicting, criticSteps: 21 })
    expect(own.error?.issues).toMatchObject([{ path: ['criticSteps'], code: 'too_big' }])
  })

  it.each([null, undefined, [], 'x', 7])('does not matter in a request that is %j', (value) => {
    expect(grown.schema.safeParse(value).error?.issues).toHaveLength(1)
  })

  it('that earlier versions allowed stays allowed in documents', () => {
    const entry = { ...madeUp.criticSteps, newConflict: () => words }
    const later = compose(hyperparameterSet.entries, { entry })
    expect(later.schema.safeParse(later.defaults).success).toBe(false)
    expect(later.stored.parse(later.defaults)).toEqual(later.defaults)
  })
})
