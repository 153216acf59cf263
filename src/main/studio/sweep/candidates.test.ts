import { describe, expect, it } from 'vitest'
import { sweepSpecSchema } from '../../../contract/sweep/spec'
import { candidatesOf } from './candidates'
import { specOf } from './testing'

const rates = { from: 1e-4, to: 1e-2, scale: 'log' as const }

describe('a grid', () => {
  it('has every combination of listed values and of values in ranges, ends included', () => {
    const axes = { learningRate: { ...rates, count: 3 }, batchSize: { from: 10, to: 40, count: 3 } }
    expect(candidatesOf(specOf({ axes }))).toEqual(
      [0.0001, 0.001, 0.01].flatMap((learningRate) =>
        [10, 25, 40].map((batchSize) => ({ learningRate, batchSize })),
      ),
    )
  })

  it('without axes has one configuration, and equal values of a range count once', () => {
    expect(candidatesOf(specOf())).toEqual([{}])
    const axes = { batchSize: { from: 2, to: 4, count: 9 } }
    expect(candidatesOf(specOf({ axes }))).toEqual([2, 3, 4].map((batchSize) => ({ batchSize })))
  })

  it('trains configurations that differ only in a value without effect once', () => {
    const axes = { averaging: ['none', 'ema'], emaHalfLife: [5, 10, 20] }
    expect(candidatesOf(specOf({ axes }))).toEqual([
      { averaging: 'none', emaHalfLife: 5 },
      ...[5, 10, 20].map((emaHalfLife) => ({ averaging: 'ema', emaHalfLife })),
    ])
  })
})

describe('a random search', () => {
  const axes = { learningRate: rates, batchSize: { from: 8, to: 128 }, latentDim: [16, 64] }
  const drawn = (seed: number) =>
    candidatesOf(specOf({ axes, method: 'random', random: { count: 200, seed } }))

  it('draws within the axes, whole numbers where needed, and the same for the same seed', () => {
    const all = drawn(3)
    expect(all).toEqual(drawn(3))
    expect(all).not.toEqual(drawn(4))
    expect(all).toHaveLength(200)
    for (const { learningRate, batchSize, latentDim } of all) {
      expect(learningRate).toBeGreaterThanOrEqual(1e-4)
      expect(learningRate).toBeLessThanOrEqual(1e-2)
      expect(Number.isInteger(batchSize)).toBe(true)
      expect([16, 64]).toContain(latentDim)
    }
  })

  it('draws as often from each decade of a logarithmic range', () => {
    const low = drawn(5).filter(({ learningRate }) => Number(learningRate) < 1e-3).length
    expect(low).toBeGreaterThan(70)
    expect(low).toBeLessThan(130)
  })

  it('extended by a larger count begins with the same configurations', () => {
    const more = candidatesOf(specOf({ axes, method: 'random', random: { count: 300, seed: 3 } }))
    expect(more.slice(0, 200)).toEqual(drawn(3))
  })
})

it.each([
  [{ axes: { learningrate: [1] } }, 'axes.learningrate'],
  [{ hyperparameters: { widths: 3 } }, 'hyperparameters.widths'],
  [{ axes: { seed: [1, 2] } }, 'axes.seed'],
  [{ axes: { learningRate: [0.001, -1] } }, 'axes'],
  [{ axes: { learningRate: rates } }, 'axes.learningRate.count'],
  [{ axes: { learningRate: rates }, method: 'random' as const }, 'random'],
])('%j is refused, naming %s', (file, where) => {
  expect(() => candidatesOf(specOf(file))).toThrow(expect.objectContaining({ where }) as Error)
})

it('a sweep of more runs than allowed is refused before they are listed', () => {
  const many = { from: 1e-6, to: 1, scale: 'log' as const, count: 1000 }
  const axes = { learningRate: many, discriminatorLearningRate: many, beta1: [0, 0.5] }
  expect(() => candidatesOf(specOf({ axes }))).toThrow('2,000,000 runs')
})

it.each([
  { axes: { learningRate: { from: 2, to: 1 } } },
  { axes: { learningRate: { from: 0, to: 1, scale: 'log' } } },
  { axes: { learningRate: [] } },
  { preset: 'no such preset' },
  { seeds: [] },
  { unknown: 1 },
])('a file with %j is not valid', (file) => {
  const all = { name: 'x', dataset: 'mnist', preset: 'reference', ...file }
  expect(sweepSpecSchema.safeParse(all).success).toBe(false)
})

it('a feature net is a name or a folder, and reads the same when stored', () => {
  const folder = { id: 'folder' as const, path: '/nets/own' }
  for (const [net, id] of [
    ['lenet-mnist', 'lenet-mnist'],
    ['dataset', 'dataset'],
    [folder, 'folder'],
  ] as const) {
    const spec = specOf({ net })
    expect(spec.net?.id).toBe(id)
    expect(sweepSpecSchema.parse(spec)).toEqual(spec)
  }
  expect(() => specOf({ net: 'inception' as 'pixels' })).toThrow()
})
