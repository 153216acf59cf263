import { describe, expect, it } from 'vitest'
import { hyperparameterSet } from '../hyperparameters'
import { compose, isOffered, namesIn, stepCostOf, resetIneffective } from './hyperparameter-set'
import { choice, integer, numericChoice, real } from './entries'

/* A made-up topic: everything derived from entries must work for it too. */

const words = { en: 'Made up.', zh: '虚构的。' }
const described = { label: words, meaning: words, group: 'optimisation' as const }
/** Options as in a registry, whose entries have more than labels. */
const penalties = {
  none: { label: words, cost: 0 },
  gradient: { label: words, cost: 3 },
}
const madeUp = {
  madeUpPenalty: choice({
    ...described,
    default: 'none',
    options: penalties,
    changesStepCost: true,
  }),
  madeUpWeight: real({
    ...described,
    default: 10,
    min: 0,
    max: 100,
    arrowStep: 1,
    changesStepCost: true,
    appliesWhen: ({ madeUpPenalty }) => madeUpPenalty !== 'none',
  }),
  criticSteps: integer({
    ...described,
    // Used to be fixed at 1; new runs default to 5.
    default: 5,
    absent: 1,
    min: 1,
    max: 20,
    arrowStep: 1,
    conflict: ({ criticSteps, batchSize }) =>
      Number(criticSteps) > Number(batchSize) ? words : undefined,
  }),
  bits: numericChoice({
    ...described,
    default: 32,
    options: [16, 32].map((value) => ({ value, label: words })),
  }),
  only: choice({ ...described, default: 'one', options: { one: { label: words } } }),
}
const extended = compose(hyperparameterSet.entries, madeUp)

describe('an added topic', () => {
  it('appears in its group of the form, after the existing fields', () => {
    const names = namesIn(extended, 'optimisation')
    expect(names).toEqual([...namesIn(hyperparameterSet, 'optimisation'), ...Object.keys(madeUp)])
    expect(namesIn(extended, 'basics')).toEqual(namesIn(hyperparameterSet, 'basics'))
  })

  it('is required in a request, within its range', () => {
    expect(extended.schema.safeParse(hyperparameterSet.defaults).success).toBe(false)
    expect(extended.schema.parse(extended.defaults)).toEqual(extended.defaults)
    for (const wrong of [{ madeUpPenalty: 'no such' }, { criticSteps: 21 }, { bits: 8 }]) {
      expect(extended.schema.safeParse({ ...extended.defaults, ...wrong }).success).toBe(false)
    }
  })

  it('is refused in requests by a set without it, which still reads documents that contain it', () => {
    expect(hyperparameterSet.schema.safeParse(extended.defaults).success).toBe(false)
    expect(hyperparameterSet.stored.parse(extended.defaults)).toEqual(hyperparameterSet.defaults)
  })

  it('has in older documents the value that its absence means, whatever the default', () => {
    expect(extended.stored.parse(hyperparameterSet.defaults)).toEqual({
      ...extended.defaults,
      criticSteps: 1,
    })
  })

  it('counts towards the cost of a step if its entry says so', () => {
    const costly = { ...extended.defaults, madeUpPenalty: 'gradient', madeUpWeight: 3 } as const
    expect(stepCostOf(extended, costly)).toEqual({
      ...stepCostOf(hyperparameterSet, hyperparameterSet.defaults),
      madeUpPenalty: 'gradient',
      madeUpWeight: 3,
    })
    // A value without effect makes no difference, so older measurements still apply.
    const ineffective = { ...extended.defaults, madeUpWeight: 3 }
    expect(stepCostOf(extended, ineffective)).toEqual(
      stepCostOf(extended, hyperparameterSet.defaults),
    )
  })

  it('must not reuse an existing name', () => {
    expect(() => compose(hyperparameterSet.entries, { seed: madeUp.criticSteps })).toThrow(
      'same name',
    )
  })
})

describe('a value without effect', () => {
  const ineffective = { ...extended.defaults, madeUpWeight: 3 }

  it('is not offered, and counts as its default', () => {
    expect(isOffered(madeUp.madeUpWeight, ineffective)).toBe(false)
    expect(isOffered(madeUp.madeUpWeight, { ...ineffective, madeUpPenalty: 'gradient' })).toBe(true)
    expect(resetIneffective(extended, ineffective)).toEqual(extended.defaults)
    expect(extended.schema.parse(ineffective)).toEqual(extended.defaults)
  })

  it('cannot be invalid, since the form hides it', () => {
    expect(extended.schema.parse({ ...ineffective, madeUpWeight: NaN })).toEqual(extended.defaults)
    const seen = { ...ineffective, madeUpPenalty: 'gradient', madeUpWeight: NaN } as const
    expect(extended.schema.safeParse(seen).success).toBe(false)
  })

  it('stays unchanged in a document', () => {
    expect(extended.stored.parse(ineffective)).toEqual(ineffective)
  })
})

it('a choice with a single option is not offered', () => {
  expect(isOffered(madeUp.only, extended.defaults)).toBe(false)
  expect(isOffered(madeUp.madeUpPenalty, extended.defaults)).toBe(true)
})

it('a conflict with other values names the field, in both languages', () => {
  const { error } = extended.schema.safeParse({ ...extended.defaults, batchSize: 2 })
  expect(error?.issues).toMatchObject([
    { path: ['criticSteps'], message: 'made up', params: { words } },
  ])
  expect(extended.stored.safeParse({ ...extended.defaults, batchSize: 2 }).success).toBe(false)
})

describe('a conflict with other values', () => {
  const conflicting = { ...extended.defaults, batchSize: 2 }

  it('is reported along with other errors, once per field', () => {
    const wrong = { ...conflicting, epochs: NaN, seed: 'x', criticSteps: 5 }
    const { error } = extended.schema.safeParse(wrong)
    const names = error?.issues.map(({ path: [name] }) => name)
    expect(names?.toSorted()).toEqual(['criticSteps', 'epochs', 'seed'])
    const own = extended.schema.safeParse({ ...conflicting, criticSteps: 21 })
    expect(own.error?.issues).toMatchObject([{ path: ['criticSteps'], code: 'too_big' }])
  })

  it.each([null, undefined, [], 'x', 7])('is not checked in a request that is %j', (value) => {
    expect(extended.schema.safeParse(value).error?.issues).toHaveLength(1)
  })

  it('that earlier versions allowed stays allowed in documents', () => {
    const entry = { ...madeUp.criticSteps, newConflict: () => words }
    const later = compose(hyperparameterSet.entries, { entry })
    expect(later.schema.safeParse(later.defaults).success).toBe(false)
    expect(later.stored.parse(later.defaults)).toEqual(later.defaults)
  })
})
