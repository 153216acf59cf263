import { problemError } from '../../../../contract/errors'
import type { StudioError } from '../../../../contract/errors'
import type { SetTimer } from '../../../state/page/toasts.svelte'
import { requirePictures } from '../../../transport/chosen-items'
import type { ChosenFolder, OnFound } from '../../../transport/folder-files'
import { FolderZip } from '../../../transport/folder-zip'
import type { uploadFile, Uploaded, UploadProgress } from '../../../transport/upload'
import type { Uploadable } from '../../../transport/uploadable'

/** Access to the paths of files, and to uploads; tests pass fakes. */
export interface FileAccess {
  pathOf: (file: File) => string | undefined
  upload: typeof uploadFile
  later: SetTimer
}

/** Files that a browser sends as they are; folders and pictures are packed, others must be zipped. */
export const UPLOADABLE = /\.(zip|npz|npy)$/i

/** The error about a file that cannot be sent. */
export const otherType = (where: string): StudioError =>
  problemError('usage', 'uploadOtherType', {}, { where })

/**
 * The error about several files on the studio's machine, where a source is one file or folder.
 *
 * @param paths undefined for a file whose path is not known
 */
export function severalAtOnce(paths: readonly (string | undefined)[]): StudioError {
  const folders = new Set(paths.map((path) => path?.replace(/[\\/][^\\/]*$/, '')))
  const [parent = ''] = folders
  return problemError('usage', 'severalFiles', { parent: folders.size === 1 ? parent : '' })
}

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

/** Finds the files of a folder, and packs them while they are sent. */
export const packing =
  (folder: ChosenFolder): FindSource =>
  async (signal, onFound) => {
    const files = await folder.files(signal, onFound)
    requirePictures(files, folder.name)
    onFound(files.length)
    return new FolderZip(folder.name, files, signal)
  }

/**
 * Uploads a file, or what `source` finds.
 *
 * @param show receives the upload at its beginning and whenever it changes
 * @returns where the studio has stored it; undefined if it was cancelled
 * @throws StudioError as {@link uploadFile}
 */
export async function send(
  first: Pick<Upload, 'name' | 'bytes' | 'files'>,
  source: Uploadable | FindSource,
  upload: typeof uploadFile,
  show: (upload: Upload) => void,
): Promise<Uploaded | undefined> {
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
    const uploaded = await upload(file, change, signal)
    if (!signal.aborted) return uploaded
    // It was complete before the page could cancel it.
    uploaded.remove()
    return undefined
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}
