import type { Words } from '../words'
import type { NetworkSpecs } from './spec'

/** What the networks are made for. */
export interface Sizes {
  latentDim: number
  /** Height and width in pixels. */
  imageSize: number
  channels: number
}

/** A kind of generator and discriminator, in whatever sizes are wanted. */
export interface Architecture {
  /** A few words, for a choice among others. */
  label: Words
  /** What it is and when to take it: sentences. */
  meaning: Words
  /** What is wrong with one of the sizes, as a sentence; undefined where nothing is. */
  conflict?: { [S in keyof Sizes]?: (value: number) => Words | undefined }
  /** Called with sizes that are not in conflict only. */
  networks(sizes: Sizes): NetworkSpecs
}
