import type { Notice } from '../../../contract/notices'
import type { Split } from '../../../contract/evaluations/evaluation'
import type { DatasetIdentity } from '../../../contract/run'
import type { GeneratorShape } from '../../../contract/trainer'
import type { FeatureNet, NetOutputs } from '../../metrics/nets/feature-net'
import type { FeatureCache, FeatureKey } from './feature-cache'
import { featuresOf } from './feature-set'
import type { ImageSource } from './feature-set'

/** The key under which features are cached. */
export function featureKey(
  { net, engine, identity, split, shape }: Omit<Cached, 'cache'>,
  { from, count }: { from: number; count: number },
): FeatureKey {
  return {
    fingerprint: identity.fingerprint,
    part: { name: split, from, count },
    ...{ size: shape.size, channels: shape.channels },
    ...{ net: net.identity.sha256, engine },
  }
}

/** Real images, and what their features depend on. */
interface Cached {
  cache: FeatureCache
  net: FeatureNet
  engine: string
  identity: DatasetIdentity
  split: Split
  shape: GeneratorShape
}

/** Reads the features of real images from the cache, or computes and caches them. */
export async function cachedFeatures(
  of: Cached,
  source: ImageSource & { from: number },
  onProgress: (done: number) => void,
): Promise<{ outputs: NetOutputs; warning: Notice | undefined }> {
  const { cache, net } = of
  const { count } = source
  const key = featureKey(of, source)
  const known = await cache.read(key)
  if (known !== undefined) {
    onProgress(count)
    return { outputs: known, warning: undefined }
  }
  const outputs = await featuresOf(net, source, onProgress)
  return { outputs, warning: await cache.write(key, outputs) }
}
