import type { KnownDataset } from '../../../../contract/datasets/known'
import type { SourceOptions } from '../../../../contract/datasets/source'

/** A file of a known data set, as published. */
export interface KnownFile {
  name: string
  /** Addresses of the same file, in the order in which they are tried. */
  mirrors: readonly string[]
  bytes: number
  /** Published MD5 of the file, in lower-case hexadecimal. */
  md5: string
  /**
   * A `.gz` file's content and its published MD5. A file that was packed again, as Debian's, is then
   * recognised by its content, and so is the unpacked file.
   */
  unpacked?: { bytes: number; md5: string }
}

/** Files to take out of an archive. */
export interface ArchiveContent {
  format: 'zip' | 'tar.gz'
  /** Paths in the archive. Their last parts, which differ, become the names of the files. */
  entries: readonly string[]
  /** The most bytes that the entries have together. */
  maxBytes: number
}

/** A published data set: how to obtain it, and how to import it. */
export interface KnownSet extends Omit<
  KnownDataset,
  'bytes' | 'files' | 'kept' | 'stored' | 'classes'
> {
  /** The folder of its files among the downloads; sets in one archive share it. */
  folder: string
  files: readonly KnownFile[]
  /** Absent if the files are imported as they are. */
  archive?: ArchiveContent
  /** In the order of the labels. */
  classNames: readonly string[]
  options: SourceOptions
}

/** Bytes of all files of a set. */
export const bytesOf = ({ files }: Pick<KnownSet, 'files'>): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0)
