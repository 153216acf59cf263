import type { Hyperparameters } from '../../../../contract/hyperparameters'
import { stateBytes } from './training-memory'

/** Headers of a checkpoint's files, and its manifest. */
const CHECKPOINT_EXTRA = 20_000
/** The longest line that a step's metrics take. */
const METRICS_LINE = 150
/** A grid's rows and columns, and the pixels between its images. */
const GRID = { side: 5, padding: 2 }
/** Beside each grid's image; and a folder's own documents. */
const SMALL_FILE = 4096

/** Steps at which something is due: each multiple of the interval, and the last step. */
const timesDue = (total: number, interval: number): number => Math.ceil(total / interval)

/** Sample grids of a run: one of its first weights too. */
export const gridCount = (h: Pick<Hyperparameters, 'sampleInterval'>, total: number): number =>
  1 + timesDue(total, h.sampleInterval)

/** Checkpoints that lie on disk at once: those kept, and one being written. */
export function checkpointsOnDisk(
  { checkpointInterval, keepCheckpoints }: Hyperparameters,
  total: number,
): number {
  const written = timesDue(total, checkpointInterval)
  return keepCheckpoints === 0 ? written : Math.min(written, keepCheckpoints + 1)
}

/**
 * The most bytes on disk that a run takes: checkpoints to the byte but for their headers, grids as
 * if their images could not be compressed.
 *
 * @param total steps
 * @param from the step from which it resumes: what it has on disk by then is not counted
 */
export function diskNeed(h: Hyperparameters, total: number, from = 0): number {
  const written = timesDue(from, h.checkpointInterval)
  const kept = h.keepCheckpoints === 0 ? written : Math.min(written, h.keepCheckpoints)
  const checkpoints = Math.max(0, checkpointsOnDisk(h, total) - kept) * checkpointBytes(h)
  const side = GRID.side * (h.imageSize + GRID.padding) + GRID.padding
  const grid = side ** 2 * h.channels + SMALL_FILE
  const grids = gridCount(h, total) - (from === 0 ? 0 : gridCount(h, from))
  return checkpoints + Math.max(0, grids) * grid + (total - from) * METRICS_LINE + SMALL_FILE
}

const checkpointBytes = (h: Hyperparameters): number => stateBytes(h) + CHECKPOINT_EXTRA

/**
 * Bytes without which a run cannot train at all: its first checkpoint, and the second while it is
 * being written; where it resumes, the next one. A run that would fill the disk much later may be
 * stopped before.
 */
export const leastDiskNeed = (h: Hyperparameters, total: number, from = 0): number =>
  Math.min(from === 0 ? 2 : 1, checkpointsOnDisk(h, total - from)) * checkpointBytes(h)
