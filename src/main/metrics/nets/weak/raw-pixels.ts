import { featureMatrix } from '../../features/feature-matrix'
import type { NetImages, NetOutputs } from '../feature-net'

/** Pixels as features, from 0 (black) to 1 (white), to compare images with each other directly. */
export function rawPixels({ size, channels }: NetImages): {
  dim: number
  run(images: Uint8Array): NetOutputs
} {
  const dim = size * size * channels
  return {
    dim,
    run: (images) => ({
      features: featureMatrix(
        Float32Array.from(images, (byte) => byte / 255),
        dim,
      ),
    }),
  }
}
