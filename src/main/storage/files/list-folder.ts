import fs from 'node:fs'
import { problemError } from '../../../contract/errors'
import type { ErrorCode } from '../../../contract/errors'
import { unlessMissing } from '../../disk/errno'
import { errnoOf, onDisk } from './disk-errors'

/**
 * Lists the entries of a folder; none if it does not exist.
 *
 * @param doing completes "Could not …"
 * @param code the error code if a file is in its place
 * @throws StudioError `storage`, or `code`
 */
export async function listFolder(
  dir: string,
  doing: string,
  code: ErrorCode = 'checkpoint',
): Promise<fs.Dirent[]> {
  return onDisk(doing, dir, async () => {
    try {
      return (await unlessMissing(fs.promises.readdir(dir, { withFileTypes: true }))) ?? []
    } catch (error) {
      if (errnoOf(error) !== 'ENOTDIR') throw error
      throw problemError(code, 'notAFolder', {}, { where: dir, cause: error })
    }
  })
}
