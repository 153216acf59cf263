import { describe, expect, it } from 'vitest'
import { verdictOf, spreadOf } from './collapse'
import { measured } from './magnitude'
import { explain, explainInSentences, notice } from './notices'

const healthy = { step: 5000, spread: 0.4, lossG: Array(100).fill(1.2) as number[] }
const codes = (changes: Partial<typeof healthy>): string[] => {
  const warning = verdictOf({ ...healthy, ...changes, loss: 'nonSaturating' })
  const why = warning?.problem?.given['why']
  return Array.isArray(why) ? why.map(({ problem }) => problem?.code ?? '') : []
}

describe('a warning that the generator has collapsed', () => {
  it('is given for equal images, a huge loss, or both', () => {
    expect(codes({})).toEqual([])
    expect(codes({ spread: 0 })).toEqual(['imagesAlike'])
    expect(codes({ lossG: Array(100).fill(5e5) as number[] })).toEqual(['generatorLossHuge'])
    expect(codes({ spread: 0.001, lossG: [5e5] })).toEqual(['imagesAlike', 'generatorLossHuge'])
    const warning = verdictOf({ ...healthy, lossG: [512_345], loss: 'nonSaturating' })
    expect(warning?.message).toContain('510K')
    const old = { loss: '7.4e+5' }
    const stored = { message: '', problem: { code: 'generatorLossHuge', given: old } }
    expect(explain(stored, 'en').message).toContain(measured(740_000, 0, 'en'))
    expect(explain(stored, 'zh-CN').message).toContain('74万')
  })

  it('is not given early in training, after one bad step, or for dark images', () => {
    expect(codes({ step: 199, spread: 0, lossG: [1e9] })).toEqual([])
    expect(codes({ lossG: [...(Array(99).fill(3) as number[]), 1e9] })).toEqual([])
    expect(codes({ lossG: [] })).toEqual([])
    expect(codes({ spread: 0.15, lossG: Array(100).fill(12) as number[] })).toEqual([])
  })
})

describe('a warning that a run was too short', () => {
  const verdict = (step: number, spread?: number) =>
    verdictOf({ ...healthy, step, spread, loss: 'nonSaturating' })

  it('is given for a few steps, whatever the images look like', () => {
    for (const spread of [0, 0.4, undefined]) {
      expect(verdict(6, spread)?.problem).toEqual({ code: 'tooFewSteps', given: { steps: 6 } })
    }
    const { message, remedy } = explainInSentences(verdict(1) ?? notice('imagesAlike', {}), 'en')
    expect(message).toBe('Finished after 1 step: too short for recognisable images.')
    expect(remedy).toBe('Train longer.')
  })

  it('is not given after enough steps for anything to be learned', () => {
    expect(verdict(49)).toBeDefined()
    expect(verdict(50, 0)).toBeUndefined()
    expect(verdict(5000)).toBeUndefined()
  })
})

describe('the spread of images', () => {
  it('is 0 for equal images, 1 for black and white ones, and independent of their order', () => {
    expect(spreadOf(Float32Array.of(0.5, -1, 0.5, -1), 2)).toBe(0)
    expect(spreadOf(Float32Array.of(1, 1, -1, -1), 2)).toBe(1)
    const [a, b, c] = [
      [0.1, 0.9],
      [-0.3, 0.2],
      [1, -1],
    ] as const
    const one = spreadOf(Float32Array.from([...a, ...b, ...c]), 3)
    expect(spreadOf(Float32Array.from([...c, ...a, ...b]), 3)).toBeCloseTo(one, 6)
    expect(one).toBeGreaterThan(0.5)
  })
})
