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

const sizeNames = ['latentDim', 'imageSize', 'channels'] as const

/** Whether an architecture supports these sizes. */
export const supports = ({ conflict }: Pick<Architecture, 'conflict'>, sizes: Sizes): boolean =>
  sizeNames.every((name) => conflict?.[name]?.(sizes[name]) === undefined)

const mnist: Sizes = { latentDim: 100, imageSize: 28, channels: 1 }

/** Sizes that an architecture supports: these, MNIST's by default, or for each the next larger one. */
export function exampleSizes({ conflict }: Pick<Architecture, 'conflict'>, from = mnist): Sizes {
  const sizes = { ...from }
  for (const name of sizeNames) {
    const refused = (size: number): boolean => conflict?.[name]?.(size) !== undefined
    while (refused(sizes[name]) && sizes[name] < 10 * from[name]) sizes[name]++
  }
  return sizes
}
