import { describe, expect, it } from 'vitest'
import { labelsFrom, refuseUnknownClasses } from './labels'

const conditional = { classes: 3 }

describe('chosen classes', () => {
  it('that do not exist are refused by name', () => {
    expect(() => refuseUnknownClasses({ classes: [0, 2] }, conditional)).not.toThrow()
    expect(() => refuseUnknownClasses({ classes: [0, 3] }, conditional)).toThrow(
      'has no class 3: its classes are 0 to 2',
    )
  })

  it('are refused for a generator without classes, which needs none', () => {
    expect(() => refuseUnknownClasses({}, {})).not.toThrow()
    expect(() => refuseUnknownClasses({ classes: [0] }, {})).toThrow('was trained without classes')
  })
})

describe('labels', () => {
  it('do not depend on the batches in which images are made', () => {
    for (const classes of [undefined, [1], [2, 0, 1, 1]]) {
      const job = classes === undefined ? {} : { classes }
      const whole = labelsFrom(0, 11, job, conditional) ?? []
      const parts = [0, 4, 8].map((from) =>
        labelsFrom(from, Math.min(4, 11 - from), job, conditional),
      )
      expect(parts.flatMap((part) => [...(part ?? [])])).toEqual([...whole])
    }
  })

  it('of an interpolation are all that of its first image', () => {
    const job = { classes: [2, 0], between: { from: 3, to: 4 } }
    expect([...(labelsFrom(0, 4, job, conditional) ?? [])]).toEqual([0, 0, 0, 0])
  })

  it('are absent for a generator without classes', () => {
    expect(labelsFrom(0, 4, {}, {})).toBeUndefined()
  })
})
