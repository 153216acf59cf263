import fs from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { z } from 'zod'
import { readTextGuardedSync } from '../../disk/guarded'
import { unlessMissing } from '../../disk/errno'
import { parseJsonGuarded } from '../../disk/json'
import { MAX_DOCUMENT_BYTES } from '../../disk/limits'
import { makeDirectory } from '../../disk/make-directory'
import { problemError } from '../../../contract/errors'
import { writeFileAtomic, writeFileSynced } from './atomic'
import { onDisk } from './disk-errors'
import { rewrite } from './rewrite'
import { withTemporary } from './temporaries'

const ACTION = 'save the file'
/** The size of the trial write: about that of a cache file. */
const TRIAL_BYTES = 4096

/**
 * A JSON file in the `cache` folder of a data folder. It may be lost at any time: a file that
 * cannot be read, or does not match the schema, counts as absent.
 */
export class CacheFile<T> {
  private readonly file: string

  constructor(
    root: string,
    name: string,
    private readonly schema: z.ZodType<T>,
  ) {
    this.file = join(root, 'cache', name)
  }

  read(): T | undefined {
    return this.open()?.content
  }

  private open(): { stored: unknown; content: T } | undefined {
    try {
      const stored: unknown = parseJsonGuarded(
        readTextGuardedSync(this.file, { maxBytes: MAX_DOCUMENT_BYTES }),
      )
      return { stored, content: this.schema.parse(stored) }
    } catch {
      return undefined
    }
  }

  /**
   * Changes the content, preserving keys written by other versions.
   *
   * @param change receives undefined if nothing can be read
   * @throws as {@link write}
   */
  async update(change: (content: T | undefined) => T): Promise<void> {
    const before = this.open()
    const next = change(before?.content)
    await this.save(before === undefined ? next : rewrite(before.stored, before.content, next))
  }

  /**
   * Replaces the whole content.
   *
   * @throws StudioError `storage`
   */
  write(content: T): Promise<void> {
    return this.save(content)
  }

  /**
   * Checks that the file can be written, without changing it; makes its folder.
   *
   * @throws StudioError `storage`
   */
  async checkWritable(): Promise<void> {
    const { file } = this
    await onDisk(ACTION, file, async () => {
      await makeDirectory(dirname(file))
      const found = await unlessMissing(fs.promises.lstat(file))
      if (found?.isDirectory() === true) {
        throw problemError('storage', 'diskAFolder', { doing: ACTION }, { where: file })
      }
      await withTemporary(dirname(file), basename(file), (temporary) =>
        writeFileSynced(temporary, new Uint8Array(TRIAL_BYTES)),
      )
    })
  }

  private async save(content: unknown): Promise<void> {
    await onDisk(ACTION, this.file, () => makeDirectory(dirname(this.file)))
    await writeFileAtomic(this.file, `${JSON.stringify(content, null, 2)}\n`)
  }
}
