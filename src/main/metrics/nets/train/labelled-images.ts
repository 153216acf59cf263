import type { DatasetImages, Labels } from '../../../../contract/datasets/dataset'
import { RandomStream } from '../../../gan/random/random'

/** A selection of images, with the labels of all of them. */
export interface LabelledImages {
  images: DatasetImages
  labels: Labels
  /** The indices of the selected images in `images` and `labels`. */
  chosen: Uint32Array
}

/** A selection of all images. */
export const allOf = (count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, i) => i)

/**
 * Holds out a tenth of the images, at least one, chosen at random.
 *
 * @returns the indices of both parts, ascending
 */
export function withTenthHeldOut(
  count: number,
  seed: number,
): { train: Uint32Array; test: Uint32Array } {
  const order = RandomStream.seeded(seed, 'feature net', 'held out').permutation(count)
  const held = Math.max(1, Math.round(count / 10))
  return { test: order.slice(0, held).sort(), train: order.slice(held).sort() }
}

/** The chosen images whose positions are in `at`, and their labels. */
export function gatherLabelled(
  { images, labels, chosen }: LabelledImages,
  at: Uint32Array,
  length: number,
): { pixels: Float32Array; labels: Int32Array } {
  const indices = at.map((position) => chosen[position] as number)
  const pixels = new Float32Array(indices.length * length)
  images.gather(indices, pixels)
  return { pixels, labels: Int32Array.from(indices, (index) => labels[index] as number) }
}
