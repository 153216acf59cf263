import type { DatasetIdentity } from '../run'

/** Class numbers from 0 [images]. */
export type Labels = Uint8Array | Uint16Array

/** The images of a data set that is ready for training: in memory, or read as they are needed. */
export interface DatasetImages {
  /**
   * Writes images as [indices, channels, imageSize, imageSize] in [-1, 1].
   *
   * @param indices of images, from 0; as many as `target` has room for
   * @throws StudioError `data` if images that are not in memory cannot be read any more
   */
  gather(indices: Uint32Array, target: Float32Array): void
  /**
   * Announces which images will be gathered next, so that they can be read before they are needed.
   *
   * @param order of all images; must not change until the next call
   * @param from position of the first image to be gathered
   */
  follow?(order: Uint32Array, from: number): void
  /** Closes the files. */
  close?(): Promise<void>
}

/** A data set with the image size and channels that a run requires. */
export interface Dataset {
  /** Describes the images on disk, before resizing. */
  identity: DatasetIdentity
  images: DatasetImages
  count: number
  imageSize: number
  channels: number
  /** [count]; absent if the images have none. */
  labels?: Labels
}
