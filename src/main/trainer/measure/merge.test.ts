import { describe, expect, it } from 'vitest'
import type { MetricResult } from '../../../contract/evaluations/evaluation'
import { failureOf } from '../../../contract/testing/failure-of'
import { notice } from '../../../contract/notices'
import { imageMetrics } from '../../metrics/metrics'
import { madeUpEvaluation } from '../../../contract/testing/made-up-evaluation'
import { bestCheckpoint, measuredFids } from '../../../contract/evaluations/best-checkpoint'
import { merged, missingFrom, refuseNothing, wantedKeys, withPass } from './merge'

const result = (key: string, value = 1): MetricResult => ({ key, value, details: {}, protocol: {} })
const floor = (...keys: string[]) => ({
  ...{ split: 'training' as const, count: 10 },
  results: keys.map((key) => result(key)),
})

describe('the metrics to measure', () => {
  it('are those that are named, or all, in the table’s order', () => {
    expect(wantedKeys(undefined)).toEqual(imageMetrics.map(({ key }) => key))
    expect(wantedKeys(['recall', 'fid'])).toEqual(['fid', 'recall'])
    expect(() => wantedKeys(['fid', 'isc'])).toThrow('There is no metric "isc"')
  })

  it('are those that an earlier evaluation lacks', () => {
    const why = notice('metricNeedsClassifier', {})
    const stored = madeUpEvaluation({ skipped: [{ key: 'classifierScore', why }] })
    const missing = (keys: string[], withFloor = false) => missingFrom(stored, keys, withFloor)
    expect(missing(['fid', 'classifierScore']).nothing).toBe(true)
    expect(missing(['fid', 'kid'])).toEqual({ results: ['kid'], floor: [], nothing: false })
    // Its floor has not been measured.
    expect(missing(['fid'], true)).toEqual({ results: [], floor: ['fid'], nothing: false })
    const withFloor = { ...stored, floor: floor('fid') }
    expect(missingFrom(withFloor, ['fid'], true).nothing).toBe(true)
    expect(missingFrom(withFloor, ['fid', 'kid'], true).floor).toEqual(['kid'])
    expect(missingFrom(undefined, ['fid'], true)).toMatchObject({
      results: ['fid'],
      nothing: false,
    })
  })
})

describe('a request of which no metric can be measured', () => {
  const few = notice('tooFewToMeasure', { images: 1, needed: 2 })
  const skipped = ['fid', 'kid'].map((key) => ({ key, why: few }))
  const asked = ['fid', 'kid']

  it('is refused with each reason once, and what to do', async () => {
    const failure = await failureOf(() => refuseNothing({ results: [], skipped }, undefined, asked))
    expect(failure.code).toBe('data')
    expect(failure.message.match(/at least 2 images/g)).toHaveLength(1)
    expect(failure.remedy).toContain('more images')
    // What is stored helps only if it was requested.
    const other = { results: [result('recall')], skipped: [] }
    expect(
      (await failureOf(() => refuseNothing({ results: [], skipped }, other, asked))).code,
    ).toBe('data')
  })

  it('is not one with a single value, new or stored', () => {
    const one = { results: [result('fid')], skipped: skipped.slice(1) }
    const none = { results: [], skipped: skipped.slice(1) }
    refuseNothing(one, undefined, asked)
    refuseNothing(none, { results: [result('fid')], skipped: [] }, asked)
    refuseNothing({ results: [], skipped: [] }, undefined, asked)
  })
})

describe('an evaluation merged with an earlier one', () => {
  it('has each metric once, the newer value, in the table’s order', () => {
    const stored = madeUpEvaluation({
      ...{ results: [result('fid'), result('recall'), result('ofAnotherVersion')] },
      floor: floor('fid', 'recall'),
    })
    const measured = madeUpEvaluation({
      ...{ results: [result('kid', 2), result('fid', 2)], pass: 'cheap', seconds: 4 },
      floor: floor('kid'),
    })
    const both = merged(stored, measured)
    expect(both.results.map(({ key, value }) => [key, value])).toEqual([
      ...[
        ['fid', 2],
        ['kid', 2],
        ['recall', 1],
      ],
      ['ofAnotherVersion', 1],
    ])
    expect(both.floor?.results.map(({ key }) => key)).toEqual(['fid', 'kid', 'recall'])
    expect(both.seconds).toBe(7)
  })

  it('stays one made while training, whichever came first', () => {
    const [cheap, full] = (['cheap', 'full'] as const).map((pass) => madeUpEvaluation({ pass }))
    if (cheap === undefined || full === undefined) throw new Error('missing')
    expect(merged(cheap, full).pass).toBe('cheap')
    expect(merged(full, cheap).pass).toBe('cheap')
    expect(merged(full, full).pass).toBe('full')
    expect(bestCheckpoint(measuredFids([merged(cheap, full)]), [500])?.step).toBe(500)
  })

  it('becomes one made while training when the run’s own pass finds it complete', () => {
    const full = madeUpEvaluation({ floor: floor('fid') })
    const cheap = madeUpEvaluation({ pass: 'cheap' })
    expect(withPass(full, 'full')).toBe(full)
    expect(withPass(cheap, 'cheap')).toBe(cheap)
    expect(withPass(cheap, 'full')).toBe(cheap)
    expect(merged(full, withPass(full, 'cheap'))).toEqual({ ...full, pass: 'cheap' })
  })

  it('no longer lists what could be measured now as skipped', () => {
    const why = notice('metricNeedsClassifier', {})
    const stored = madeUpEvaluation({ skipped: [{ key: 'kid', why }], results: [] })
    const both = merged(stored, madeUpEvaluation({ results: [result('kid')] }))
    expect(both.skipped).toEqual([])
    expect(merged(undefined, stored)).toBe(stored)
  })
})
