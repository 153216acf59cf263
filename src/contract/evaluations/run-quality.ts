import { z } from 'zod'
import { passes, splits } from './evaluation'
import type { Evaluation } from './evaluation'

/* The newest FID of a run, as lists of runs show it. */

const count = z.number().int().min(0)

export const runQualitySchema = z.object({
  step: count,
  fid: z.number(),
  /** The values of all metrics that were measured with it, by key. */
  values: z.record(z.string(), z.number()),
  /** The FID of the same number of real images; null if it was not measured. */
  floor: z.number().nullable(),
  pass: z.enum(passes),
  measuredAt: z.iso.datetime(),
  /** The parts of the protocol that show which values can be compared. */
  net: z.object({ id: z.string(), title: z.string(), weak: z.boolean() }),
  split: z.enum(splits),
  realCount: count,
  generatedCount: count,
})
export type RunQuality = z.infer<typeof runQualitySchema>

/** The FID among the results of a measurement; undefined if there is none. */
export const fidIn = (results: Evaluation['results'] = []): number | undefined =>
  results.find(({ key }) => key === 'fid')?.value

/** The FID in an evaluation; null if it has none, or does not belong to a checkpoint. */
export function qualityOf(evaluation: Evaluation): RunQuality | null {
  const { step, results, floor, pass, measuredAt, protocol } = evaluation
  const { net, split, realCount, generatedCount } = protocol
  const fid = fidIn(results)
  if (step === null || fid === undefined) return null
  return {
    ...{ step, fid, pass, measuredAt, split, realCount, generatedCount },
    values: Object.fromEntries(results.map(({ key, value }) => [key, value])),
    // FID falls as the number of images grows, so other floors cannot be compared with it.
    floor: (floor?.count === generatedCount ? fidIn(floor.results) : null) ?? null,
    net: { id: net.id, title: net.title, weak: net.weak },
  }
}

/**
 * The newer of two, by step. For the same step: the one with a trained feature net, else the full
 * pass, else the one measured last.
 */
export function newerQuality(a: RunQuality | null, b: RunQuality | null): RunQuality | null {
  if (a === null || b === null) return a ?? b
  if (a.step !== b.step) return a.step > b.step ? a : b
  if (a.net.weak !== b.net.weak) return a.net.weak ? b : a
  if (a.pass !== b.pass) return a.pass === 'full' ? a : b
  return a.measuredAt > b.measuredAt ? a : b
}
