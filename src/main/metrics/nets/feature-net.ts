import type { FeatureMatrix } from '../features/feature-matrix'

/** The identity of a feature net, which is part of every protocol. */
export interface FeatureNetIdentity {
  id: string
  title: string
  /** SHA-256 of everything that determines the features: weights and layers, or a definition. */
  sha256: string
  /** Features per image. */
  dim: number
  /** True for untrained nets, whose values are only good for comparing runs with each other. */
  weak: boolean
  /** The number of classes, if the net is a classifier. */
  classes?: number
}

/** The outputs of a feature net. */
export interface NetOutputs {
  /** [count, dim] */
  features: FeatureMatrix
  /** [count, classes], of a classifier. */
  probabilities?: FeatureMatrix
}

/** Turns images into features, on the open engine or in a runtime of its own. */
export interface FeatureNet {
  readonly identity: FeatureNetIdentity
  /**
   * Neither the order of the images nor the number per call changes a bit of their features.
   *
   * @param images [count, size, size, channels] bytes, 0 black to 255 white
   * @throws StudioError `data` if features are not finite
   */
  run(images: Uint8Array, count: number): Promise<NetOutputs>
  dispose(): void
}

/** The size of the images that a net is opened for. */
export interface NetImages {
  /** Height and width in pixels. */
  size: number
  /** 1 grey, 3 RGB. */
  channels: number
}
