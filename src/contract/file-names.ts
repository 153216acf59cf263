/** Reduces a name to characters that every file system accepts; `run` if none remain. */
export const fileStem = (name: string): string =>
  name
    .trim()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, 80) || 'run'

/** A set of generated images, as named in its files. */
export interface GeneratedName {
  /** The run and step of the checkpoint, or the name of the weights' file. */
  from: { run: string; step: number } | { file: string }
  seed: number
  latentScale: number
  /** The chosen classes, if not all. */
  classes?: readonly number[] | undefined
  /** The images at the ends of an interpolation, counted from 0. */
  between?: { from: number; to: number } | undefined
}

/** More classes would make the name too long. */
const MAX_NAMED = 10

/** The name of a file of generated images, without its end; images are counted from 1. */
export function generatedStem(given: GeneratedName): string {
  const { from, seed, latentScale, classes, between } = given
  const source =
    'file' in from
      ? fileStem(from.file.replace(/\.safetensors$/i, ''))
      : `${fileStem(from.run)}-step-${from.step}`
  const scale = latentScale === 1 ? '' : `-scale-${latentScale}`
  const named = classes === undefined || classes.length > MAX_NAMED ? [] : classes
  const of = named.length === 0 ? '' : `-class-${named.join('-')}`
  const ends = between === undefined ? '' : `-images-${between.from + 1}-to-${between.to + 1}`
  return `${source}-seed-${seed}${scale}${of}${ends}`
}
