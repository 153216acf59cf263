import { describe, expect, it } from 'vitest'
import { presets } from '../hyperparameters'
import type { Hyperparameters } from '../hyperparameters'
import type { Metrics } from '../metrics/record'
import type { Loss } from '../recipe/losses/loss'
import { losses } from '../recipe/losses/losses'
import type { LossName } from '../recipe/losses/losses'
import { madeUpEvaluation } from '../testing/made-up-evaluation'
import type { Alarm } from './alarm'
import { AlarmMonitor } from './monitor'
import { withAlarm } from './of-run'

const healthy = { lossD: 1.2, lossG: 0.9, dReal: 0.6, dFake: 0.4 }
const points = (from: number, to: number, values: Record<string, number>): Metrics[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ step: from + i, epoch: 1, ...values }))
const monitor = (changes: Partial<Hyperparameters> = {}) =>
  new AlarmMonitor({ ...presets.reference, ...changes })
const real = { realSpread: 0.35, realRank: 22 }
const grids = { good: { spread: 0.3, rank: 12, ...real }, alike: { spread: 0, rank: 0, ...real } }
const kinds = (alarms: readonly Alarm[]): string[] => alarms.map(({ kind }) => kind)

describe('an alarm about steps', () => {
  const huge = { ...healthy, lossG: 1e4 }

  it('begins after 300 bad steps, says since when, and ends after 300 good ones', () => {
    const watched = monitor()
    expect(watched.trained(points(1, 1000, healthy))).toEqual([])
    expect(watched.trained(points(1001, 1299, huge))).toEqual([])
    const [begun] = watched.trained(points(1300, 1600, huge))
    expect(begun).toMatchObject({ kind: 'exploded', since: 1001, found: 1300 })
    expect(begun?.what.message).toContain('G loss stays around 10K')
    expect(watched.trained(points(1601, 1899, healthy))).toEqual([])
    const [ended] = watched.trained(points(1900, 3000, healthy))
    expect(ended).toEqual({ ...begun, until: 1601 })
  })

  it('is not given for spikes, however high, nor for a bad phase that passes', () => {
    const spiky = points(1, 3000, healthy).map((point) =>
      point.step % 3 === 0 ? { ...point, ...huge, lossG: 1e30 } : point,
    )
    const watched = monitor()
    expect(watched.trained(spiky)).toEqual([])
    expect(watched.trained(points(3001, 3250, huge))).toEqual([])
    expect(watched.trained(points(3251, 9000, healthy))).toEqual([])
  })

  it('does not depend on how the steps are reported', () => {
    const all = [
      ...points(1, 400, healthy),
      ...points(401, 900, huge),
      ...points(901, 2000, healthy),
    ]
    const atOnce = monitor().trained(all)
    expect(atOnce).toHaveLength(2)
    for (const size of [1, 7, 333]) {
      const watched = monitor()
      const found = Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
        watched.trained(all.slice(i * size, (i + 1) * size)),
      )
      expect(found.flat()).toEqual(atOnce)
    }
  })

  it('counts repeated steps once', () => {
    const watched = monitor()
    for (let i = 0; i < 50; i++) expect(watched.trained(points(1, 49, huge))).toEqual([])
    expect(watched.trained(points(1, 300, huge))).toHaveLength(1)
  })

  it('continues from an earlier session, and is not given twice', () => {
    const [begun] = monitor().trained(points(1, 300, huge)) as [Alarm]
    const resumed = new AlarmMonitor(presets.reference, [begun])
    expect(resumed.trained(points(301, 900, huge))).toEqual([])
    expect(resumed.trained(points(901, 1200, healthy))).toEqual([{ ...begun, until: 901 }])
  })

  it('needs the metrics that it is about', () => {
    expect(monitor().trained(points(1, 900, {}))).toEqual([])
  })
})

describe.each(Object.entries<Loss>(losses))('with the loss %s', (name, loss) => {
  const { logit, lossD = 0, lossG = 0 } = loss.equilibrium
  const output = loss.output === 'probability' ? 1 / (1 + Math.exp(-logit)) : logit
  /** Training at equilibrium, where batches differ. */
  const balanced = points(1, 3000, {}).map(({ step, epoch }) => {
    const noise = 0.05 * Math.sin(step)
    return { step, epoch, lossD, lossG, dReal: output + 0.02 + noise, dFake: output }
  })
  const found = (values: Record<string, number>): string[] =>
    kinds(monitor({ loss: name as LossName }).trained(points(1, 600, values)))

  it('training at equilibrium has no alarm', () => {
    const watched = monitor({ loss: name as LossName })
    expect(watched.trained(balanced)).toEqual([])
    expect(watched.conclude(3000)).toEqual([])
  })

  it('a discriminator that has it the wrong way round is found', () => {
    const gap = loss.output === 'probability' ? 0.3 : 2
    const values = { lossD: lossD + 1, lossG, dReal: output - gap, dFake: output + gap }
    expect(found(values)).toEqual(['discriminatorBeaten'])
  })

  it('a loss, or scores, without limit are found', () => {
    const { failedLossG, failedLossD, farthestApart } = loss
    expect([failedLossD, farthestApart].some((limit) => limit !== undefined)).toBe(true)
    const usual = { lossD: lossD + 0.1, lossG, dReal: output + 0.1, dFake: output }
    if (failedLossG !== undefined) {
      expect(found({ ...usual, lossG: 0.99 * failedLossG })).toEqual([])
      expect(found({ ...usual, lossG: 1.01 * failedLossG })).toEqual(['exploded'])
    }
    if (failedLossD !== undefined) {
      expect(found({ ...usual, lossD: 0.99 * failedLossD })).toEqual([])
      expect(found({ ...usual, lossD: 1.01 * failedLossD })).toEqual(['exploded'])
    }
    const limit = farthestApart?.(28 * 28)
    if (limit === undefined) return
    expect(found({ ...usual, dReal: 0.99 * limit, dFake: 0 })).toEqual([])
    expect(found({ ...usual, dReal: 1.01 * limit, dFake: 0 })).toEqual(['exploded'])
  })

  it('a discriminator that has won is found if its loss has a limit', () => {
    const { lowestLossD: lowest } = loss
    const values = { lossD: lowest ?? -1e3, lossG, dReal: output + 0.4, dFake: output - 0.4 }
    expect(found(values)).toEqual(lowest === undefined ? [] : ['discriminatorWon'])
  })
})

describe('with label smoothing', () => {
  it.each([0.1, 0.3])(
    'of %d, a discriminator that has won has a loss above 0',
    (labelSmoothing) => {
      const s = labelSmoothing
      const lowest = -s * Math.log(s) - (1 - s) * Math.log(1 - s)
      const won = { lossD: lowest + 0.001, lossG: 3, dReal: 1 - s, dFake: 0.001 }
      expect(kinds(monitor({ labelSmoothing }).trained(points(1, 600, won)))).toEqual([
        'discriminatorWon',
      ])
      expect(
        monitor({ labelSmoothing }).trained(points(1, 600, { ...won, lossD: lowest + 0.1 })),
      ).toEqual([])
    },
  )
})

describe('an alarm about sample grids', () => {
  it('begins with the second bad grid, and ends with the second good one', () => {
    const watched = monitor()
    expect(watched.drawn(400, grids.good)).toEqual([])
    expect(watched.drawn(800, grids.alike)).toEqual([])
    const begun = watched.drawn(1200, grids.alike)
    expect(kinds(begun)).toEqual(['imagesAlike', 'fewPatterns'])
    expect(begun[0]).toMatchObject({ since: 800, found: 1200 })
    expect(watched.drawn(1600, { ...grids.good })).toEqual([])
    expect(watched.drawn(2000, grids.good).map(({ until }) => until)).toEqual([1600, 1600])
  })

  it('is not given for an untrained generator, nor while its images become more varied', () => {
    const watched = monitor()
    expect(watched.drawn(0, grids.alike)).toEqual([])
    expect(watched.drawn(100, grids.alike)).toEqual([])
    for (let i = 1; i < 12; i++) {
      const [spread, rank] = [0.01 * 1.3 ** i, 0.3 * 1.3 ** i]
      expect(watched.drawn(100 + 100 * i, { spread, rank, ...real })).toEqual([])
    }
  })

  it('is not given where real images are as alike', () => {
    const watched = monitor()
    const alike = { spread: 0.001, rank: 1, realSpread: 0.001, realRank: 1.2 }
    for (let step = 400; step < 4000; step += 400) expect(watched.drawn(step, alike)).toEqual([])
    expect(watched.conclude(4000)).toEqual([])
  })
})

describe('the end of training', () => {
  it('does not wait for a second grid, nor for more steps than the last hundred', () => {
    const watched = monitor()
    watched.drawn(220, grids.alike)
    watched.trained([...points(1, 100, healthy), ...points(101, 220, { ...healthy, lossG: 1e4 })])
    const found = watched.conclude(220)
    expect(kinds(found)).toEqual(['exploded', 'imagesAlike', 'fewPatterns'])
    expect(found.every(({ found: at }) => at === 220)).toBe(true)
  })

  it('says nothing of a run that recovered', () => {
    const watched = monitor()
    watched.drawn(800, grids.alike)
    watched.drawn(1200, grids.good)
    watched.trained([...points(1, 100, { ...healthy, lossG: 1e4 }), ...points(101, 200, healthy)])
    expect(watched.conclude(1200)).toEqual([])
  })
})

describe('an alarm about evaluations', () => {
  const evaluation = (step: number, key: string, value: number, details: object) => ({
    ...madeUpEvaluation({ step }),
    results: [{ key, value, details: details as Record<string, number[]>, protocol: {} }],
  })
  const data = Array<number>(10).fill(6000)
  const classes = (step: number, histogram: number[]) =>
    evaluation(step, 'classDivergence', 1, { histogram, dataHistogram: data })

  const all = Array<number>(10).fill(200)
  const few = [0, 9, 11, ...Array<number>(7).fill(280)]

  it('is about classes that are hardly generated any more', () => {
    const watched = monitor()
    expect(watched.evaluated(classes(500, all))).toEqual([])
    expect(watched.evaluated(classes(1000, few))).toEqual([])
    const [alarm] = watched.evaluated(classes(1500, few))
    expect(alarm).toMatchObject({ kind: 'classesMissing', since: 1000, found: 1500 })
    expect(alarm?.what.message).toContain('2 of the 10 classes')
    watched.evaluated(classes(2000, all))
    expect(watched.evaluated(classes(2500, all))).toMatchObject([{ until: 2000 }])
  })

  it('needs measurements of different steps, since the same step says nothing new', () => {
    const watched = monitor()
    watched.evaluated(classes(500, all))
    for (let i = 0; i < 5; i++) expect(watched.evaluated(classes(1000, few))).toEqual([])
    expect(watched.evaluated(classes(1500, few))).toMatchObject([{ since: 1000, found: 1500 }])
    for (let i = 0; i < 5; i++) expect(watched.evaluated(classes(2000, all))).toEqual([])
    expect(watched.evaluated(classes(2500, all))).toMatchObject([{ until: 2000 }])
  })

  it('is about classes that were never generated only after many steps', () => {
    const watched = monitor()
    for (let step = 1000; step < 20_000; step += 1000) {
      expect(watched.evaluated(classes(step, few))).toEqual([])
    }
    watched.evaluated(classes(20_000, few))
    expect(watched.evaluated(classes(25_000, few))).toMatchObject([{ since: 20_000 }])
  })

  it('is not raised before step 200, nor while FID falls, since a young run is still learning', () => {
    const measured = (step: number, fid: number, histogram: number[]) => {
      const { results, ...rest } = classes(step, histogram)
      const quality = { key: 'fid', value: fid, details: {}, protocol: {} }
      return { ...rest, results: [...results, quality] }
    }
    const watched = monitor()
    for (const step of [50, 100, 150]) watched.evaluated(measured(step, 900, few))
    for (const [step, fid, histogram] of [
      ...([
        [200, 900, all],
        [400, 700, few],
        [600, 500, few],
        [800, 400, few],
      ] as const),
      ...([
        [1000, 390, few],
        [1200, 300, few],
      ] as const),
    ] as const) {
      expect(watched.evaluated(measured(step, fid, histogram))).toEqual([])
    }
    watched.evaluated(measured(1400, 310, few))
    expect(watched.evaluated(measured(1600, 299, few))).toMatchObject([{ since: 1400 }])
  })

  it('is not about classes that are rare in the data', () => {
    const watched = monitor()
    const rare = evaluation(500, 'classDivergence', 0, {
      ...{ histogram: [1000, 1000, 0], dataHistogram: [30_000, 30_000, 100] },
    })
    for (let i = 0; i < 5; i++) expect(watched.evaluated({ ...rare, step: 500 * i })).toEqual([])
  })

  it.each([
    ['pairwiseDistance', 'realDistance', 0.4],
    ['effectiveRank', 'realEffectiveRank', 0.25],
  ])('is about a %s far below that of real images', (key, realKey, limit) => {
    const after = (value: number): string[] => {
      const watched = monitor()
      const measure = (step: number) =>
        watched.evaluated(evaluation(step, key, value, { [realKey]: 10 }))
      return kinds([...measure(500), ...measure(1000)])
    }
    expect(after(10 * limit - 0.1)).toEqual(['varietyLost'])
    expect(after(10 * limit + 0.1)).toEqual([])
  })
})

it('several alarms are kept apart by their kind and step', () => {
  const what = { message: 'x' }
  const one = { kind: 'a', since: 1, found: 2, what }
  const other = { ...one, since: 9, found: 10 }
  const ended = { ...one, until: 5 }
  expect([one, other, ended].reduce(withAlarm, [] as Alarm[])).toEqual([other, ended])
})
