import { machineMemory } from '../../disk/memory'

/** Bytes of images that are read ahead of training, if they stay on disk. */
export const READ_AHEAD_BYTES = 64 * 2 ** 20

/** The most bytes of a prepared data set's images that are kept in memory. */
const MOST = 2 ** 30
/** At most this share of the memory available. */
const SHARE = 1 / 4

/**
 * The size in bytes, once converted, above which a prepared data set's images are read as they are
 * needed. The environment's `GAN_STUDIO_DATASET_MEMORY` overrides it.
 *
 * @param available memory in bytes
 */
export function memoryBudget(available = machineMemory().available): number {
  const asked = Number(process.env['GAN_STUDIO_DATASET_MEMORY'])
  return asked > 0 ? asked : Math.min(MOST, available * SHARE)
}
