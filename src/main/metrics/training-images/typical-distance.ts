import type { TypicalDistance } from '../../../contract/neighbours/neighbours'
import { NEAR } from './memorisation'

/**
 * Summarises the distances of real images to their nearest training image.
 *
 * @param distances at least one
 */
export function typicalOf(distances: readonly number[]): TypicalDistance {
  const sorted = distances.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number
  const half = sorted.length / 2
  const median =
    ((sorted[Math.ceil(half) - 1] as number) + (sorted[Math.floor(half)] as number)) / 2
  return { count: sorted.length, median, near: at(NEAR) }
}
