import { z } from 'zod'
import { comparable } from './best-checkpoint'
import type { MeasuredFid } from './best-checkpoint'

/** Why a run stopped before its last step: its FID no longer improved. */
export const earlyStopSchema = z.object({
  /** The step with the best FID so far. */
  bestStep: z.number().int().min(0),
  fid: z.number(),
  /** The number of measurements since then, none of them better. */
  passes: z.number().int().min(1),
})
export type EarlyStop = z.infer<typeof earlyStopSchema>

/**
 * Returns why training should stop, if none of the last `patience` measurements is better than the
 * best before them; an equal value is not better.
 *
 * @param patience 0 never stops
 * @param after the step at which the run last stopped early, 0 if it never did: resuming it starts
 *   the count again
 */
export function earlyStopOf(
  fids: readonly MeasuredFid[],
  patience: number,
  after = 0,
): EarlyStop | undefined {
  const measured = comparable(fids)
  const best = measured.reduce<MeasuredFid | undefined>(
    (found, each) => (found === undefined || each.fid < found.fid ? each : found),
    undefined,
  )
  if (patience === 0 || best === undefined) return undefined
  const passes = measured.filter(({ step }) => step > Math.max(best.step, after)).length
  return passes < patience ? undefined : { bestStep: best.step, fid: best.fid, passes }
}
