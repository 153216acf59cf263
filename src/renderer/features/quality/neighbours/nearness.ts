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

/**
 * The number of samples that look memorised; 0 if chance explains it. Among a dozen unseen real
 * images, one is `near` in one case out of nine, but hardly ever two.
 */
export function memorisedIn(found: Neighbours): number {
  const nearness = found.samples.map((sample) => nearnessOf(sample, found))
  const suspicious = nearness.filter((each) => each !== 'usual').length
  return nearness.includes('identical') || suspicious >= 2 ? suspicious : 0
}
