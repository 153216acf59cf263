import type { DatasetIdentity } from '../run'

/** A data set in memory, with the image size and channels that a run requires. */
export interface Dataset {
  /** Describes the images on disk, before resizing. */
  identity: DatasetIdentity
  /** [count, channels, imageSize, imageSize] bytes, 0 black to 255 white. */
  pixels: Uint8Array
  count: number
  imageSize: number
  channels: number
  /** [count] class numbers from 0; absent if the images have none. */
  labels?: Uint8Array
}
