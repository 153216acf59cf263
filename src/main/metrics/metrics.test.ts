import { describe, expect, it } from 'vitest'
import { featureMatrix } from './features/feature-matrix'
import type { FeatureMatrix } from './features/feature-matrix'
import expected from './fixtures/expected.json'
import type { AvailableInputs, Measured } from './metric'
import { imageMetrics, measurable, measure } from './metrics'
import { errorOf, normalSet, reordered, setOf, shuffled } from './testing'

/*
 * Every metric equals what NumPy and SciPy compute (fixtures/expected.py), whatever the order of
 * the images.
 */

const { seed } = expected
const PRECISION = 1e-6

const all = (inputs: AvailableInputs): Record<string, Measured> =>
  Object.fromEntries([...measure(inputs)].map(({ key, ...measured }) => [key, measured]))
const valueOf = (results: Record<string, Measured>, key: string): number =>
  (results[key] as Measured).value
const detailOf = (results: Record<string, Measured>, key: string, detail: string): number =>
  (results[key] as Measured).details[detail] as number

describe.each(expected.cases.map((given) => [`${given.real}, ${given.generated}`, given] as const))(
  'of %s',
  (_, wanted) => {
    const [real, generated] = [setOf(wanted.real), setOf(wanted.generated)]
    const keys = imageMetrics.map(({ key }) => key)
    const possible = keys.filter((key) => key !== 'fidInfinity' || wanted.fidInfinity !== undefined)
    const results = Object.fromEntries(
      [...measure({ real, generated, seed }, possible)].map(({ key, ...rest }) => [key, rest]),
    )

    it('the Fréchet distance is right, and never negative', () => {
      // Relative to the variances, since a distance is a difference of these.
      const scale = wanted.variance
      expect(errorOf(valueOf(results, 'fid'), wanted.fid, scale)).toBeLessThan(PRECISION)
      expect(valueOf(results, 'fid')).toBeGreaterThanOrEqual(0)
      expect(errorOf(detailOf(results, 'fid', 'means'), wanted.means, 1e-6)).toBeLessThan(PRECISION)
      expect(
        errorOf(detailOf(results, 'fid', 'covariances'), wanted.covariances, scale),
      ).toBeLessThan(PRECISION)
      // A distance other than 0 is also precise relative to itself.
      if (wanted.fid > 1e-6) {
        expect(errorOf(valueOf(results, 'fid'), wanted.fid)).toBeLessThan(PRECISION)
      }
    })

    it('the ranks are right', () => {
      const details = results['fid']?.details
      expect([details?.['realRank'], details?.['generatedRank']]).toEqual(wanted.ranks)
      const [realRank = 0, rank = 0] = wanted.effectiveRanks
      expect(errorOf(valueOf(results, 'effectiveRank'), rank)).toBeLessThan(PRECISION)
      const ofReal = detailOf(results, 'effectiveRank', 'realEffectiveRank')
      expect(errorOf(ofReal, realRank)).toBeLessThan(PRECISION)
    })

    it('FID-infinity is right', () => {
      if (wanted.fidInfinity === undefined) {
        expect(() => all({ real, generated, seed })).toThrow('at least 3 images')
        return
      }
      const { value, details } = results['fidInfinity'] as Measured
      expect(errorOf(value, wanted.fidInfinity, wanted.variance)).toBeLessThan(PRECISION)
      expect(details['sizes']).toEqual(wanted.sizes)
    })

    it('KID is right', () => {
      const { value, details, protocol } = results['kid'] as Measured
      const scale = wanted.kernel * 1e-6
      expect(errorOf(value, wanted.kid, scale)).toBeLessThan(PRECISION)
      expect(errorOf(details['deviation'] as number, wanted.kidDeviation, scale)).toBeLessThan(
        PRECISION,
      )
      expect(protocol).toMatchObject({ subsets: wanted.subsets, subsetSize: wanted.subsetSize })
    })

    it('precision, recall, density and coverage are right', () => {
      for (const key of ['precision', 'recall', 'density', 'coverage'] as const) {
        expect(errorOf(valueOf(results, key), wanted[key]), key).toBeLessThan(1e-12)
      }
    })

    it('the mean distance is right', () => {
      const [ofReal = 0, ofGenerated = 0] = wanted.distances
      expect(errorOf(valueOf(results, 'pairwiseDistance'), ofGenerated)).toBeLessThan(PRECISION)
      const realDistance = detailOf(results, 'pairwiseDistance', 'realDistance')
      expect(errorOf(realDistance, ofReal)).toBeLessThan(PRECISION)
    })
  },
)

describe('the class metrics', () => {
  const { counts, asked, ...wanted } = expected.classes
  const probabilities = setOf('probabilities')
  const results = all({ probabilities, asked, classCounts: counts, seed })

  it('are right', () => {
    const { value, details } = results['classifierScore'] as Measured
    expect(errorOf(value, wanted.score)).toBeLessThan(PRECISION)
    expect(errorOf(details['deviation'] as number, wanted.deviation)).toBeLessThan(PRECISION)
    expect(errorOf(valueOf(results, 'classDivergence'), wanted.divergence)).toBeLessThan(PRECISION)
    expect(results['classDivergence']?.details['histogram']).toEqual(wanted.histogram)
    expect(valueOf(results, 'classAccuracy')).toBeCloseTo(wanted.accuracy, 12)
  })

  it('are the only metrics that need no features', () => {
    expect(Object.keys(results)).toEqual(['classifierScore', 'classDivergence', 'classAccuracy'])
  })
})

it.each(expected.memorisation)('the memorisation of $generated is right', (wanted) => {
  const inputs = { real: setOf('a'), generated: setOf(wanted.generated), seed }
  const { value, details } = all({ ...inputs, training: [setOf('training')] })[
    'memorisation'
  ] as Measured
  expect(errorOf(value, wanted.value)).toBeLessThan(PRECISION)
  expect(errorOf(details['z'] as number, wanted.z, 1)).toBeLessThan(PRECISION)
  expect(details).toMatchObject({ near: wanted.near, copies: wanted.copies })
  const [realMedian = 0, generatedMedian = 0] = wanted.medians
  expect(errorOf(details['realMedian'] as number, realMedian)).toBeLessThan(PRECISION)
  expect(errorOf(details['generatedMedian'] as number, generatedMedian)).toBeLessThan(PRECISION)
})

describe('the order of the images', () => {
  const inputs = (change: (features: FeatureMatrix) => FeatureMatrix): AvailableInputs => ({
    real: change(setOf('a')),
    generated: change(setOf('copied')),
    training: [change(setOf('training'))],
    seed,
  })
  const inOrder = all(inputs((features) => features))

  it.each([1, 2])('changes no metric (%i)', (order) => {
    const otherwise = all(inputs((features) => shuffled(features, order)))
    expect(Object.keys(otherwise)).toEqual(Object.keys(inOrder))
    for (const [key, { value }] of Object.entries(inOrder)) {
      expect(valueOf(otherwise, key), key).toBe(value)
    }
  })

  it('changes no class metric', () => {
    const { counts, asked } = expected.classes
    const order = Uint32Array.from(asked, (_, i) => asked.length - 1 - i)
    const given = { classCounts: counts, seed }
    const before = all({ ...given, probabilities: setOf('probabilities'), asked })
    const after = all({
      ...given,
      probabilities: reordered(setOf('probabilities'), order),
      asked: asked.toReversed(),
    })
    for (const [key, { value }] of Object.entries(before)) {
      expect(errorOf(valueOf(after, key), value), key).toBeLessThan(1e-12)
    }
  })
})

it('KID of very many images is computed from some of them', () => {
  const [real, generated] = [normalSet(10_100, 1, 1), normalSet(30, 1, 2)]
  const [measured] = measure({ real, generated, seed }, ['kid'])
  const [otherwise] = measure({ real: shuffled(real), generated, seed }, ['kid'])
  expect(measured?.protocol).toMatchObject({ realCount: 10_100, subsetSize: 30, drawnFrom: 10_000 })
  expect(Math.abs(measured?.value ?? NaN)).toBeLessThan(1)
  expect(otherwise).toEqual(measured)
})

describe('the table', () => {
  it('has each key once', () => {
    const keys = imageMetrics.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('gives identical results for the same seed, and other subsets for another seed', () => {
    const [real, generated] = [setOf('a'), setOf('b')]
    const [first, again, other] = [seed, seed, seed + 1].map((given) =>
      all({ real: shuffled(real), generated: shuffled(generated), seed: given }),
    )
    expect(again).toEqual(first)
    for (const key of ['kid', 'fidInfinity', 'pairwiseDistance']) {
      expect(other?.[key]?.value).not.toBe(first?.[key]?.value)
    }
  })

  it('adds the protocol to each result', () => {
    const protocol = { net: 'lenet', netHash: 'abc', split: 'test' }
    const inputs = { real: setOf('a'), generated: setOf('b'), seed, protocol }
    for (const { key, protocol: own } of measure(inputs)) {
      expect(own, key).toMatchObject({ ...protocol, realCount: 320, generatedCount: 280 })
    }
    expect([...measure(inputs, ['recall'])]).toMatchObject([{ protocol: { k: 3 } }])
    expect([...measure(inputs, ['kid'])]).toMatchObject([{ protocol: { seed, subsets: 100 } }])
  })

  it('computes only metrics whose inputs are all available', () => {
    const generated = setOf('b')
    expect(measurable({ seed, generated })).toEqual([])
    const metric = imageMetrics.find(({ key }) => key === 'fid')
    expect(() => metric?.compute({ seed, generated })).toThrow('fid needs real, generated')
  })

  it('reports its progress in ascending shares, which change no bit of the result', () => {
    const [real, generated] = [normalSet(400, 12, 1), normalSet(300, 12, 2)]
    const inputs = { real, generated, training: [normalSet(600, 12, 3)], seed }
    const long = measurable(inputs).filter(({ work }) => work !== undefined)
    expect(long.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['kid', 'precision', 'memorisation']),
    )
    for (const { key, compute, computing } of long) {
      const shares: number[] = []
      const own = { ...inputs, real: normalSet(400, 12, 1), generated: normalSet(300, 12, 2) }
      const computation = computing(own)
      let next = computation.next()
      for (; next.done !== true; next = computation.next()) shares.push(next.value)
      expect(next.value, key).toEqual(compute(inputs))
      expect(shares.length, key).toBeGreaterThan(0)
      expect(shares, key).toEqual(shares.toSorted((a, b) => a - b))
      expect(Math.min(...shares), key).toBeGreaterThanOrEqual(0)
      expect(Math.max(...shares), key).toBeLessThanOrEqual(1)
    }
  })

  it('says what is wrong with the images', () => {
    const [few, other] = [normalSet(1, 12, 1), normalSet(9, 11, 1)]
    const [none, wide] = [featureMatrix(new Float32Array(0), 12), setOf('a')]
    for (const generated of [none, few]) {
      for (const { key, compute } of measurable({ real: wide, generated, seed })) {
        expect(() => compute({ real: wide, generated, seed }), key).toThrow(/at least [23] images/)
      }
    }
    for (const { key, needs, compute } of measurable({ real: wide, generated: other, seed })) {
      // The effective rank needs only one set.
      if (key === 'effectiveRank') continue
      expect(needs).toContain('generated')
      expect(() => compute({ real: wide, generated: other, seed }), key).toThrow(
        /have 1[12] features, others 1[12]/,
      )
    }
    const broken = Float32Array.of(1, NaN, 3, 4, Infinity, -Infinity)
    expect(() => featureMatrix(broken, 2)).toThrow('features of 2 of 3 images are not finite')
  })
})
