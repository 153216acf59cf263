import type { UploadProgress } from '../../../transport/upload'

/** The upload in progress. */
export interface Upload extends UploadProgress {
  name: string
  /** Undefined while the files of a folder are being found. */
  bytes: number | undefined
  /** Number of files of a folder, which are packed while they are sent; undefined for a file. */
  files: number | undefined
  cancel: () => void
}
