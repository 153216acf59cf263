import type { CheckpointSummary } from '../../../contract/summary'
import { fid } from '../../../contract/metrics/images/fid'

/** A run's best checkpoint, with the FID that makes it the best. */
export type BestCheckpoint = Pick<CheckpointSummary, 'step' | 'fid'>

export const bestOf = (checkpoints: readonly CheckpointSummary[]): BestCheckpoint | undefined =>
  checkpoints.find(({ best }) => best)

/**
 * Returns true for the value that makes the checkpoint the best, but not for its values with other
 * protocols.
 */
export const isValueOf = (
  best: BestCheckpoint | undefined,
  key: string,
  step: number,
  value: number | undefined,
): boolean => best !== undefined && key === fid.key && step === best.step && value === best.fid
