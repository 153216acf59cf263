import type { Words } from '../words'
import type { NetworkSpecs } from './spec'

/** The sizes that networks are built for. */
export interface Sizes {
  latentDim: number
  /** Height and width in pixels. */
  imageSize: number
  channels: number
}

/** A kind of generator and discriminator, for any sizes. */
export interface Architecture {
  /** A few words, for a choice among others. */
  label: Words
  /** What it is and when to use it, in sentences. */
  meaning: Words
  /** What is wrong with one of the sizes, as a sentence; undefined if nothing is. */
  conflict?: { [S in keyof Sizes]?: (value: number) => Words | undefined }
  /** Called only with sizes that have no conflict. */
  networks(sizes: Sizes): NetworkSpecs
}
