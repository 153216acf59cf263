import type { Evaluation } from './evaluation'
import { protocolKey } from './protocol-key'
import { fidIn } from './run-quality'

/*
 * The best checkpoints of a run are those with the lowest FID among the measurements made while it
 * trains. These are comparable as long as feature net, data, weights, engine and numbers of images
 * stay the same. Measurements on request never count, so that the best checkpoint, patience and
 * retention do not depend on who else measured what. In a tie, the earlier checkpoint is better.
 */

/** The FID of a checkpoint. */
export interface MeasuredFid {
  step: number
  fid: number
  /** Generated images from which it was computed. */
  images: number
  /** Equal for values that can be compared. */
  protocol: string
  /** True if it was measured automatically while training. */
  own: boolean
  measuredAt: string
}

/** The FID in an evaluation; null if it has none, or does not belong to a checkpoint. */
export function measuredFid(evaluation: Evaluation): MeasuredFid | null {
  const { step, results, pass, measuredAt, protocol } = evaluation
  const fid = fidIn(results)
  if (step === null || fid === undefined) return null
  const key = `${protocolKey(evaluation)} ${protocol.generatedCount}`
  const images = protocol.generatedCount
  return { step, fid, images, protocol: key, own: pass === 'cheap', measuredAt }
}

export const measuredFids = (evaluations: readonly Evaluation[]): MeasuredFid[] =>
  evaluations.flatMap((evaluation) => measuredFid(evaluation) ?? [])

/**
 * The values measured while training that can be compared with the newest one, by step. After a
 * change of engine or feature net, earlier values are left out.
 */
export function comparable(fids: readonly MeasuredFid[]): MeasuredFid[] {
  const own = fids.filter((fid) => fid.own).toSorted(byStep)
  return own.filter(({ protocol }) => protocol === own.at(-1)?.protocol)
}

/** The best of a run's checkpoints; null if none of them was measured while training. */
export const bestCheckpoint = (
  fids: readonly MeasuredFid[],
  saved: Iterable<number>,
): MeasuredFid | null => bestOf(comparable(fids), 1, new Set(saved))[0] ?? null

/**
 * The best of a run's checkpoints, to be marked in lists; null while none is better than another: fewer
 * than two were measured, or all are equally good, as after a collapse.
 */
export function bestToShow(
  fids: readonly MeasuredFid[],
  saved: Iterable<number>,
): MeasuredFid | null {
  const [first, ...others] = comparable(fids)
  return others.every(({ fid }) => fid === first?.fid) ? null : bestCheckpoint(fids, saved)
}

/**
 * The steps of the best checkpoints, at most `count` for each protocol that was used while
 * training: the best checkpoints by an earlier engine or feature net cannot be compared with later
 * ones, so they are kept.
 */
export function bestSteps(
  fids: readonly MeasuredFid[],
  count: number,
  saved: Iterable<number>,
): Set<number> {
  const steps = new Set(saved)
  const own = fids.filter((fid) => fid.own)
  const protocols = new Set(own.map(({ protocol }) => protocol))
  const best = [...protocols].flatMap((key) =>
    bestOf(
      own.filter(({ protocol }) => protocol === key),
      count,
      steps,
    ),
  )
  return new Set(best.map(({ step }) => step))
}

const bestOf = (
  fids: readonly MeasuredFid[],
  count: number,
  saved: ReadonlySet<number>,
): MeasuredFid[] =>
  fids
    .filter(({ step }) => saved.has(step))
    .toSorted((a, b) => a.fid - b.fid || a.step - b.step)
    .slice(0, count)

const byStep = (a: MeasuredFid, b: MeasuredFid): number =>
  a.step - b.step || a.measuredAt.localeCompare(b.measuredAt)
