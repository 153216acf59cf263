import { featureMatrix } from './features/feature-matrix'
import type { FeatureMatrix } from './features/feature-matrix'
import expected from './fixtures/expected.json'
import { RandomStream } from '../gan/random/random'

/* For tests: the fixtures' sets of features, and ways to reorder and split them. */

type SetName = keyof typeof expected.sets
const decoded = new Map<string, FeatureMatrix>()

/** A set of the fixtures; the same object each time. */
export function setOf(name: string): FeatureMatrix {
  const known = decoded.get(name)
  if (known !== undefined) return known
  const { data, dim } = expected.sets[name as SetName]
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'))
  const features = featureMatrix(new Float32Array(bytes.buffer), dim)
  decoded.set(name, features)
  return features
}

/** A copy of the rows, in the given order. */
export function reordered({ data, dim }: FeatureMatrix, order: ArrayLike<number>): FeatureMatrix {
  const rows = Array.from(order, (i) => [...data.subarray(i * dim, (i + 1) * dim)])
  return featureMatrix(Float32Array.from(rows.flat()), dim)
}

/** The rows in another order. */
export const shuffled = (features: FeatureMatrix, seed = 1): FeatureMatrix =>
  reordered(features, RandomStream.seeded(seed, 'shuffled').permutation(features.count))

/** The rows in chunks of a size. */
export function* chunksOf({ data, count, dim }: FeatureMatrix, size: number) {
  for (let i = 0; i < count; i += size) {
    yield featureMatrix(data.slice(i * dim, Math.min(count, i + size) * dim), dim)
  }
}

/** Normally distributed features. */
export function normalSet(count: number, dim: number, seed: number, scale = 1, shift = 0) {
  const data = RandomStream.seeded(seed, 'features').fillNormal(new Float32Array(count * dim))
  return featureMatrix(
    data.map((value) => value * scale + shift),
    dim,
  )
}

/**
 * The error of a value relative to the expected one, or to `scale` if that is larger (for small
 * differences of large numbers).
 */
export const errorOf = (value: number, wanted: number, scale = 0): number =>
  value === wanted ? 0 : Math.abs(value - wanted) / Math.max(Math.abs(wanted), scale)
