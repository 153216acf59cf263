import { checkpointSteps } from '../../storage/checkpoints/checkpoint-folders'
import type { MeasuredRun } from './measured-run'

/**
 * The checkpoint that was being measured when the run was stopped, and the one that was waiting.
 */
const MOST_MISSED = 2

/**
 * The checkpoints that an earlier session did not get to measure because it was stopped; none if no
 * step is left to train.
 */
export async function missedSteps(
  { dir, overview: { fromStep, totalSteps }, session }: MeasuredRun,
  interval: number,
): Promise<number[]> {
  const { measured } = session.retention
  if (fromStep >= totalSteps || measured === undefined) return []
  const done = new Set([0])
  for (const { step, own } of measured.list) if (own) done.add(Math.floor(step / interval))
  const steps = await checkpointSteps(dir).catch(() => [])
  const missed = steps.filter((step) => {
    const isMissed = step <= fromStep && !done.has(Math.floor(step / interval))
    if (isMissed) done.add(Math.floor(step / interval))
    return isMissed
  })
  return missed.slice(-MOST_MISSED)
}
