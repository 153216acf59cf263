import { problemError } from '../../../../contract/errors'
import type { StudioError } from '../../../../contract/errors'
import type { SetTimer } from '../../../state/page/toasts.svelte'
import type { OnFound } from '../../../transport/folder-files'
import type { uploadFile, UploadProgress } from '../../../transport/upload'
import type { Uploadable } from '../../../transport/uploadable'

/** Access to the paths of files, and to uploads; tests pass fakes. */
export interface FileAccess {
  pathOf: (file: File) => string | undefined
  upload: typeof uploadFile
  later: SetTimer
}

/** Files that a browser sends as they are; folders and pictures are packed, others must be zipped. */
export const UPLOADABLE = /\.(zip|npz|npy)$/i

/** Why there is no folder to send. */
export type NoFolder = 'uploadFolderEmpty' | 'uploadSeveral' | 'severalFiles'

/** The error about a file that cannot be sent. */
export const otherType = (where: string): StudioError =>
  problemError('usage', 'uploadOtherType', {}, { where })

/** The upload in progress. */
export interface Upload extends UploadProgress {
  name: string
  /** Undefined while the files of a folder are being found. */
  bytes: number | undefined
  /** Number of files of a folder, which are packed while they are sent; undefined for a file. */
  files: number | undefined
  cancel: () => void
}

/** Finds what to send, such as the files of a folder; rejects if aborted. */
export type FindSource = (signal: AbortSignal, onFound: OnFound) => Promise<Uploadable>

/**
 * Uploads a file, or what `source` finds.
 *
 * @param show receives the upload at its beginning and whenever it changes
 * @returns its path on the studio's machine; undefined if it was cancelled
 * @throws StudioError as {@link uploadFile}
 */
export async function send(
  first: Pick<Upload, 'name' | 'bytes' | 'files'>,
  source: Uploadable | FindSource,
  upload: typeof uploadFile,
  show: (upload: Upload) => void,
): Promise<string | undefined> {
  const controller = new AbortController()
  const { signal } = controller
  let shown: Upload = { ...first, sent: 0, waiting: false, cancel: () => controller.abort() }
  const change = (changes: Partial<Upload>): void => {
    if (signal.aborted) return
    shown = { ...shown, ...changes }
    show(shown)
  }
  change({})
  try {
    const onFound = (files: number): void => change({ files })
    const file = typeof source === 'function' ? await source(signal, onFound) : source
    signal.throwIfAborted()
    change({ bytes: file.size })
    const { path } = await upload(file, change, signal)
    return signal.aborted ? undefined : path
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}
