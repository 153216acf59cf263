import { describe, expect, it } from 'vitest'
import type { Evaluation } from './evaluation'
import { madeUpEvaluation } from '../testing/made-up-evaluation'
import { newerQuality, qualityOf, runQualitySchema } from './run-quality'

const result = (key: string, value: number) => ({ key, value, details: {}, protocol: {} })

const evaluation = madeUpEvaluation({
  results: [result('kid', 1), result('fid', 12.5)],
  floor: { split: 'training', count: 80, results: [result('fid', 2)] },
})

describe('the quality of a run', () => {
  it('is the FID of an evaluation with its floor and protocol', () => {
    const quality = qualityOf(evaluation)
    expect(runQualitySchema.parse(quality)).toEqual(quality)
    expect(quality).toMatchObject({ step: 500, fid: 12.5, floor: 2, net: { title: 'Pixels' } })
    expect(qualityOf({ ...evaluation, floor: null })?.floor).toBeNull()
  })

  it('has no floor of another number of images', () => {
    const floor = { split: 'training' as const, count: 79, results: [result('fid', 2)] }
    expect(qualityOf({ ...evaluation, floor })?.floor).toBeNull()
  })

  it('is null without an FID or a step', () => {
    expect(qualityOf({ ...evaluation, results: [result('kid', 1)] })).toBeNull()
    expect(qualityOf({ ...evaluation, step: null })).toBeNull()
  })

  it('prefers the newest step, then a trained net, then the full pass, then the last measurement', () => {
    const of = (changes: Partial<Evaluation>) => qualityOf({ ...evaluation, ...changes })
    const { protocol } = evaluation
    const learned = { ...protocol, net: { ...protocol.net, weak: false } }
    const ordered = [
      null,
      of({ step: 400, measuredAt: '2027-01-01T00:00:00.000Z' }),
      of({ pass: 'cheap', measuredAt: '2027-01-01T00:00:00.000Z' }),
      of({}),
      of({ measuredAt: '2026-12-01T00:00:00.000Z' }),
      of({ pass: 'cheap', protocol: learned }),
      of({ protocol: learned }),
    ]
    ordered.forEach((older, i) => {
      for (const newer of ordered.slice(i + 1)) {
        expect(newerQuality(older, newer)).toBe(newer)
        expect(newerQuality(newer, older)).toBe(newer)
      }
    })
  })
})
