import { tensor } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Feed, Feeds } from './engine'

/** The dtype of the feed's array. */
export const feedDtype = ({ data }: Feed): 'float32' | 'int32' =>
  data instanceof Int32Array ? 'int32' : 'float32'

/** Makes a tensor from each feed; the caller's tidy disposes of them. */
export function feedTensors(feeds: Feeds): Record<string, Tensor> {
  const make = (feed: Feed): Tensor => tensor(feed.data, [...feed.shape], feedDtype(feed))
  return Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, make(feed)]))
}
