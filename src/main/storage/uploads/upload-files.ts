import { stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import { problemError } from '../../../contract/errors'
import { unlessMissing } from '../../disk/errno'
import { readTextGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'

/*
 * An upload is a folder `<data>/uploads/<id>` with a note and the file, which is called `….part`
 * until it is complete.
 */

/** The folder of uploads in a data folder. */
export const uploadsDirectory = (root: string): string => join(root, 'uploads')

export const isUploadId = (id: string): boolean => /^[0-9a-f]{24}$/.test(id)

/** No safe name begins with a dot. */
export const noteFile = (folder: string): string => join(folder, '.upload.json')

const noteSchema = z.object({ name: z.string().min(1), bytes: z.number().int().min(1) })
export type UploadNote = z.infer<typeof noteSchema>

/** An upload on disk. */
export interface UploadFiles {
  folder: string
  bytes: number
  /** Path of the complete file. */
  complete: string
  /** Path of the incomplete file. */
  part: string
}

/** @throws StudioError `usage` if there is no such upload, or its note cannot be read */
export async function uploadFiles(root: string, id: string): Promise<UploadFiles> {
  const folder = join(uploadsDirectory(root), id)
  const note = isUploadId(id) ? await readNote(folder).catch(() => undefined) : undefined
  if (note === undefined) throw problemError('usage', 'uploadUnknown', {})
  const complete = join(folder, note.name)
  return { folder, bytes: note.bytes, complete, part: `${complete}.part` }
}

async function readNote(folder: string): Promise<UploadNote> {
  const text = await readTextGuarded(noteFile(folder), { maxBytes: MAX_SMALL_FILE_BYTES })
  return noteSchema.parse(parseJsonGuarded(text))
}

/** The upload whose file a path leads to; undefined for any other path. */
export function uploadAt(root: string, path: string): { id: string; name: string } | undefined {
  const uploads = resolve(uploadsDirectory(root))
  const [id = '', name, ...rest] = relative(uploads, resolve(path)).split(sep)
  return isUploadId(id) && name !== undefined && rest.length === 0 ? { id, name } : undefined
}

/** Size of a file in bytes; undefined if it does not exist. */
export const sizeOf = async (path: string): Promise<number | undefined> =>
  (await unlessMissing(stat(path)))?.size
