import type { Hyperparameters } from '../../../../contract/hyperparameters'
import { takenClasses } from '../../../../contract/architectures/labels'
import { networksOfRun } from '../../../../contract/architectures/networks-of'
import { sampleGrid } from '../../../../contract/sample-grid'
import { stateBytes } from './training-memory'
import type { ModelSettings } from './training-memory'

/** Bytes of a checkpoint's file headers and manifest. */
const CHECKPOINT_EXTRA = 20_000
/** Bytes of the longest line of metrics. */
const METRICS_LINE = 150
/** The padding between a grid's images in pixels. */
const GRID_PADDING = 2
/** Bytes of the file that accompanies each grid, and of a run's own documents. */
const SMALL_FILE = 4096

/** Number of steps at which something is due: each multiple of the interval, and the last step. */
const timesDue = (total: number, interval: number): number => Math.ceil(total / interval)

/** Number of sample grids of a run, including the one of its initial weights. */
export const gridCount = (h: Pick<Hyperparameters, 'sampleInterval'>, total: number): number =>
  1 + timesDue(total, h.sampleInterval)

/** Checkpoints that are still to be measured: one that is being measured, and one that waits. */
const TO_MEASURE = 2

/**
 * The maximum number of checkpoints that stay: the newest and the best, and those still to be
 * measured.
 */
function checkpointsKept(h: Hyperparameters, written: number): number {
  const { keepCheckpoints, keepBest, metricsInterval } = h
  if (keepCheckpoints === 0) return written
  const measured = metricsInterval === 0 ? 0 : keepBest + TO_MEASURE
  return Math.min(written, keepCheckpoints + measured)
}

/** The maximum number of checkpoints on disk at once: those kept, and one being written. */
export function checkpointsOnDisk(h: Hyperparameters, total: number): number {
  const written = timesDue(total, h.checkpointInterval)
  return h.keepCheckpoints === 0 ? written : Math.min(written, checkpointsKept(h, written) + 1)
}

/**
 * The maximum number of bytes that a run needs on disk: checkpoints are exact except for their
 * headers, and grids count as if incompressible.
 *
 * @param total steps
 * @param from the step from which it resumes: what it has on disk by then is not counted
 */
export function diskNeed(settings: ModelSettings, total: number, from = 0): number {
  const { hyperparameters: h } = settings
  const written = timesDue(from, h.checkpointInterval)
  // It may have no more than the newest: how many others depends on what was measured.
  const kept = h.keepCheckpoints === 0 ? written : Math.min(written, h.keepCheckpoints)
  const checkpoints = Math.max(0, checkpointsOnDisk(h, total) - kept) * checkpointBytes(settings)
  const grid = gridPixels(settings) * h.channels + SMALL_FILE
  const grids = gridCount(h, total) - (from === 0 ? 0 : gridCount(h, from))
  return checkpoints + Math.max(0, grids) * grid + (total - from) * METRICS_LINE + SMALL_FILE
}

function gridPixels(settings: ModelSettings): number {
  const { imageSize } = settings.hyperparameters
  const { columns, images } = sampleGrid(takenClasses(networksOfRun(settings).generator))
  const side = (count: number): number => count * (imageSize + GRID_PADDING) + GRID_PADDING
  return side(columns) * side(Math.ceil(images.length / columns))
}

const checkpointBytes = (settings: ModelSettings): number => stateBytes(settings) + CHECKPOINT_EXTRA

/**
 * Minimum bytes for a run to train at all: its first checkpoint, and the second while it is being
 * written; if it resumes, the next one. A run that would only fill the disk later may be stopped
 * before that.
 */
export const leastDiskNeed = (settings: ModelSettings, total: number, from = 0): number =>
  Math.min(from === 0 ? 2 : 1, checkpointsOnDisk(settings.hyperparameters, total - from)) *
  checkpointBytes(settings)
