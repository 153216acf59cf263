import fs from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { problemError } from '../../../contract/errors'
import { openGuarded, refuseLarger } from '../../disk/guarded'
import type { SourceType } from '../source'
import { versionOf } from './folder-listing'
import { extensionOf } from './names'
import { pictureSource } from './picture-source'
import { readEntry, readEntryHead } from './zip-entry'
import { listZip } from './zip-listing'
import type { ZipEntry } from './zip-listing'

/** Beginnings of a zip file with entries, and of one without. */
const SIGNATURES = ['PK\x03\x04', 'PK\x05\x06']

/** A zip file of pictures, which is read in place and never unpacked. */
export const zip: SourceType = {
  kind: 'zip',

  async detect(path) {
    if (!(await fs.promises.stat(path)).isFile()) return false
    if (extensionOf(path) === 'zip') return true
    const { handle } = await openGuarded(path, { maxBytes: Infinity, code: 'data' })
    try {
      const head = Buffer.alloc(4)
      await handle.read(head, 0, 4, 0)
      return SIGNATURES.includes(head.toString('latin1'))
    } finally {
      await handle.close()
    }
  },

  async open(path, _options, context) {
    const { handle, stats } = await openGuarded(path, { maxBytes: Infinity, code: 'data' })
    try {
      const listing = await listZip({ handle, path, bytes: stats.size }, context)
      const content = {
        kind: zip.kind,
        path,
        listing,
        read: async (entry: ZipEntry, maxBytes: number) => {
          refuseLarger(entry.size, entry.name, { maxBytes, code: 'data' })
          return readEntry(handle, entry)
        },
        head: (entry: ZipEntry, bytes: number) => readEntryHead(handle, entry, bytes),
        checkWhole: () => requireUnchanged(handle, stats, path),
        close: () => handle.close(),
      }
      return await pictureSource(content, context)
    } catch (error) {
      await handle.close()
      throw error
    }
  },
}

/** @throws StudioError `data` if the zip file has been written to */
async function requireUnchanged(handle: FileHandle, before: fs.Stats, path: string): Promise<void> {
  const now = await handle.stat()
  if (now.size === before.size && versionOf(now) === versionOf(before)) return
  throw problemError('data', 'zipChanged', {}, { where: path })
}
