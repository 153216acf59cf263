import { dirname, join } from 'node:path'
import type { z } from 'zod'
import { readTextGuardedSync } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MOST_DOCUMENT } from '../../disk/limits'
import { makeDirectory } from '../../disk/make-directory'
import { writeFileAtomic } from './atomic'
import { rewrite } from './rewrite'

/**
 * A JSON file in the `cache` folder of a data folder, which may be lost at any time: one that
 * cannot be read, or has another schema, counts as absent.
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
        readTextGuardedSync(this.file, { most: MOST_DOCUMENT }),
      )
      return { stored, content: this.schema.parse(stored) }
    } catch {
      return undefined
    }
  }

  /**
   * Changes the content, preserving what another version put there.
   *
   * @param change gets undefined if nothing can be read
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
   * @throws StudioError `storage`, or the system's error for the folder
   */
  write(content: T): Promise<void> {
    return this.save(content)
  }

  private async save(content: unknown): Promise<void> {
    await makeDirectory(dirname(this.file))
    await writeFileAtomic(this.file, `${JSON.stringify(content, null, 2)}\n`)
  }
}
