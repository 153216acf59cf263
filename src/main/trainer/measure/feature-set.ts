import { featureMatrix } from '../../metrics/features/feature-matrix'
import type { FeatureNet, NetOutputs } from '../../metrics/nets/feature-net'

/** The images to compute features of. */
export interface ImageSource {
  count: number
  /** Bytes of one image. */
  length: number
  /** The images in order, [n, size, size, channels] at a time: a fraction of a second's work. */
  portions(): Iterable<Uint8Array>
}

/** The part of a feature net that computes features. */
export interface FeatureSpace {
  identity: Pick<FeatureNet['identity'], 'dim' | 'classes'>
  run: FeatureNet['run']
}

/**
 * Computes the features of images portion by portion, so that messages can be received in between.
 *
 * @param onProgress called after each portion with the number of images so far
 */
export async function featuresOf(
  net: FeatureSpace,
  { count, length, portions }: ImageSource,
  onProgress: (done: number) => void,
): Promise<NetOutputs> {
  const { dim, classes } = net.identity
  const features = new Float32Array(count * dim)
  const probabilities = new Float32Array(count * (classes ?? 0))
  let done = 0
  for (const bytes of portions()) {
    const images = bytes.length / length
    const outputs = await net.run(bytes, images)
    features.set(outputs.features.data, done * dim)
    if (classes !== undefined && outputs.probabilities !== undefined) {
      probabilities.set(outputs.probabilities.data, done * classes)
    }
    done += images
    onProgress(done)
    await new Promise(setImmediate)
  }
  const computed = { features: featureMatrix(features, dim) }
  if (classes === undefined) return computed
  return { ...computed, probabilities: featureMatrix(probabilities, classes) }
}
