import fs from 'node:fs'
import { basename, join } from 'node:path'
import { problemError, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { readListedGuarded } from '../../disk/guarded'
import { refusal } from '../../image/picture-header'
import type { SourceType } from '../source'
import { listPictures, versionOf, whyUnreadable } from './folder-listing'
import type { FolderFile } from './folder-listing'
import { pictureSource } from './picture-source'

/** A folder of pictures, whose folders or labels file may give their classes. */
export const folder: SourceType = {
  kind: 'folder',

  detect: async (path) => (await fs.promises.stat(path)).isDirectory(),

  async open(path, _options, context) {
    const listing = await listPictures(path, context)
    const nothing = () => Promise.resolve()
    const content = {
      kind: folder.kind,
      path,
      listing,
      read: (file: FolderFile, maxBytes: number) => readFile(path, file, maxBytes),
      head: (file: FolderFile, bytes: number) => readFile(path, file, Infinity, bytes),
      checkWhole: () => checkFolder(path),
      close: nothing,
    }
    return pictureSource(content, context)
  },
}

/**
 * Reads a listed file, all or its first bytes.
 *
 * @throws StudioError `data` if it is gone, has changed, or cannot be read
 */
async function readFile(
  root: string,
  file: FolderFile,
  maxBytes: number,
  first?: number,
): Promise<Buffer> {
  const full = join(root, file.path)
  const want = Math.min(first ?? file.size, file.size)
  try {
    const { bytes, stats } = await readListedGuarded(full, want, { maxBytes, code: 'data' })
    const isSame = stats.size === file.size && versionOf(stats) === file.version
    if (!isSame || bytes.length !== want) throw changed()
    return bytes
  } catch (error) {
    if (error instanceof StudioError) throw error
    throw refusal(whyUnreadable(error, basename(file.path)), undefined)
  }
}

const changed = (): StudioError => refusal(changedNotice(), undefined)
const changedNotice = (): Notice => notice('pictureChanged', {})

/** @throws StudioError `data` if the folder is gone */
async function checkFolder(path: string): Promise<void> {
  await fs.promises.stat(path).catch((cause: Error) => {
    throw problemError('data', 'sourceMissing', {}, { where: path, cause })
  })
}
