import { join } from 'node:path'
import { z } from 'zod'
import { unlessMissing } from '../../../disk/errno'
import { readTextGuarded } from '../../../disk/guarded'
import { parseJsonGuarded } from '../../../disk/json'
import { MAX_DOCUMENT_BYTES } from '../../../disk/limits'
import { documentFile } from '../../../storage/datasets/paths'
import { listFolder } from '../../../storage/files/list-folder'

const sourceSchema = z.object({ source: z.object({ known: z.string() }) })

/**
 * Finds the data sets that were made from known sets. Folders that cannot be read are skipped: the
 * list of data sets reports them.
 *
 * @returns the name of a data set for each key of a known one
 * @throws StudioError `storage` if the folder cannot be read
 */
export async function storedSets(datasetsDir: string): Promise<Map<string, string>> {
  const stored = new Map<string, string>()
  const entries = await listFolder(datasetsDir, 'read the data sets', 'data')
  for (const { name } of entries) {
    // Unfinished and removed ones.
    if (name.startsWith('.')) continue
    const known = await knownKey(join(datasetsDir, name)).catch(() => undefined)
    if (known !== undefined && !stored.has(known)) stored.set(known, name)
  }
  return stored
}

async function knownKey(dir: string): Promise<string | undefined> {
  const guard = { maxBytes: MAX_DOCUMENT_BYTES }
  const text = await unlessMissing(readTextGuarded(documentFile(dir), guard))
  if (text === undefined) return undefined
  return sourceSchema.safeParse(parseJsonGuarded(text)).data?.source.known
}
