import type { SourceDescription, SourceKind, SourceOptions } from '../../contract/datasets/source'
import type { Notice } from '../../contract/notices'
import type { RasterImage } from '../image/raster'

/** Facts about an image that are known without reading it. */
export interface SourceEntry {
  /** Its path in the source, with `/`; or its number, for images without names. */
  name: string
  part: 'train' | 'test'
  /** The index of its class in the description; null without labels. */
  label: number | null
}

/** An image that was read: the bytes of its file, decoded pixels, or the reason why neither. */
export type ReadImage = { encoded: Uint8Array } | { pixels: RasterImage } | { refused: Notice }

/** A source whose images have been listed. */
export interface OpenSource {
  description: SourceDescription
  /**
   * A text that differs if the source has changed since: an interrupted import continues only with
   * the same one. Made of names, sizes and times; no image is read for it.
   */
  stamp: string
  /** Number of entries: training and test images. */
  count: number
  /** @param index from 0 to count - 1; equal for equal stamps */
  entry(index: number): SourceEntry
  /**
   * Reads images in the order of `indices`, which ascend, with a bounded number of them in memory.
   * Yields one result for each. A file that cannot be used is a result (`refused`), not an error.
   *
   * @throws StudioError `data` if the source as a whole cannot be read any more; the signal's
   *   reason if aborted
   */
  read(indices: Iterable<number>, signal: AbortSignal): AsyncIterable<ReadImage>
  close(): Promise<void>
}

/** A kind of source: one file or folder here, and one line of sources.ts. */
export interface SourceType {
  kind: SourceKind
  /** Cheap: reads only names and first bytes. @param path absolute, exists */
  detect(path: string): Promise<boolean>
  /**
   * Lists the images.
   *
   * @throws StudioError `data` naming what is wrong and what to do, before any image is read
   */
  open(path: string, options: SourceOptions, context: OpenContext): Promise<OpenSource>
}

export interface OpenContext {
  signal: AbortSignal
  /** Called from time to time with the number of images listed so far. */
  listed?: (images: number) => void
  /**
   * True once the listing has taken long enough: a folder is then described by the files that were
   * found so far. By default, all are listed.
   */
  enough?: () => boolean
}
