import type { Neighbours, SampleNeighbours } from '../../../../contract/neighbours/neighbours'

/** How close a sample is to its nearest training image, compared with real images. */
export type Nearness = 'identical' | 'near' | 'usual'

/** The real images that samples are compared with: held-out ones, or else training images. */
export const typicalOf = ({ heldOut, training }: Pick<Neighbours, 'heldOut' | 'training'>) =>
  heldOut ?? training

/** Compares a sample with real images, of which one in a hundred is `near`. */
export function nearnessOf(
  { neighbours }: SampleNeighbours,
  found: Pick<Neighbours, 'heldOut' | 'training'>,
): Nearness {
  const distance = neighbours[0]?.distance ?? Infinity
  if (distance === 0) return 'identical'
  return distance < typicalOf(found).near ? 'near' : 'usual'
}

/** Samples this many times as far from the training images as real images are resemble none of them. */
const FAR = 2

/** Returns true if the samples are far from all training images. */
export function isFar(found: Neighbours): boolean {
  const { median } = typicalOf(found)
  return medianDistance(found) > FAR * median
}

/** The median of the samples' distances to their nearest training image. */
export function medianDistance({ samples }: Pick<Neighbours, 'samples'>): number {
  const sorted = samples
    .map(({ neighbours }) => neighbours[0]?.distance ?? Infinity)
    .sort(ascending)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Infinity
}

const ascending = (a: number, b: number): number => a - b

/**
 * The number of samples that look memorised; 0 if chance explains it. Among a dozen unseen real
 * images, one is `near` in one case out of nine, but hardly ever two.
 */
export function memorisedIn(found: Neighbours): number {
  const nearness = found.samples.map((sample) => nearnessOf(sample, found))
  const suspicious = nearness.filter((each) => each !== 'usual').length
  return nearness.includes('identical') || suspicious >= 2 ? suspicious : 0
}
