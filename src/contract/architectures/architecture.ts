import type { Words } from '../words'
import type { NetworkSpecs } from './spec'

/** The sizes that the layers of both networks depend on. */
export interface Sizes {
  latentDim: number
  /** Height and width in pixels. */
  imageSize: number
  channels: number
}

/** A kind of generator and discriminator, for any sizes. */
export interface Architecture {
  /** A short name for the list of choices. */
  label: Words
  /** Describes the architecture and when to use it, in sentences. */
  meaning: Words
  /** Returns why a size is not supported, as a sentence; undefined if it is. */
  conflict?: { [S in keyof Sizes]?: (value: number) => Words | undefined }
  /** Called only with sizes that have no conflict. */
  networks(sizes: Sizes): NetworkSpecs
}

const sizeNames = ['latentDim', 'imageSize', 'channels'] as const

/** Returns true if the architecture supports these sizes. */
export const supports = ({ conflict }: Pick<Architecture, 'conflict'>, sizes: Sizes): boolean =>
  sizeNames.every((name) => conflict?.[name]?.(sizes[name]) === undefined)

const mnist: Sizes = { latentDim: 100, imageSize: 28, channels: 1 }

/**
 * Returns sizes that the architecture supports: those of `from` (by default MNIST's), each
 * increased where necessary.
 */
export function exampleSizes({ conflict }: Pick<Architecture, 'conflict'>, from = mnist): Sizes {
  const sizes = { ...from }
  for (const name of sizeNames) {
    const unsupported = (size: number): boolean => conflict?.[name]?.(size) !== undefined
    while (unsupported(sizes[name]) && sizes[name] < 10 * from[name]) sizes[name]++
  }
  return sizes
}
