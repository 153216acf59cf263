import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { SourceOptions } from '../../../contract/datasets/source'

/** A text that differs if any of the files, or the options, have changed. */
export async function stampOf(paths: readonly string[], options: SourceOptions): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(options))
  for (const path of paths) {
    // A file that has vanished is reported when it is read.
    const found = await stat(path).catch(() => undefined)
    hash.update(JSON.stringify([path, found?.size, found?.mtimeMs]))
  }
  return hash.digest('hex')
}
