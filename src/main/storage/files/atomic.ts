import fs from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createNew } from '../../disk/guarded'
import { onDisk } from './disk-errors'
import { rename, renameIfPresent, syncDirectory, syncTree } from './durable'
import { judgeLeftover, withDisplaced, withTemporary } from './temporaries'

/** What a file gets, at once or as it comes. */
type FileData = Uint8Array | string | AsyncIterable<Uint8Array>

/**
 * Writes a file so that a crash at any moment leaves either the earlier content or the new one.
 * The folder must exist.
 *
 * @param mode who may read and write it; as the system has it unless given
 * @throws StudioError `storage`; the earlier file is then as it was
 */
export async function writeFileAtomic(path: string, data: FileData, mode?: number): Promise<void> {
  const parent = dirname(path)
  await onDisk('save the file', path, async () => {
    await withTemporary(parent, basename(path), async (temporary) => {
      await writeFileSynced(temporary, data, mode)
      await rename(temporary, path)
    })
    await syncDirectory(parent)
  })
}

/**
 * Writes a new file and waits until the disk has it. For files inside a folder that is not
 * published yet: the file must not exist.
 *
 * @param data where there are several parts, one after the other
 * @throws StudioError `storage`
 */
export async function writeFileSynced(
  path: string,
  data: FileData | readonly Uint8Array[],
  mode?: number,
): Promise<void> {
  await onDisk('write the file', path, async () => {
    const file = await createNew(path, mode)
    try {
      if (typeof data === 'string' || data instanceof Uint8Array) await file.writeFile(data)
      else if (!(Symbol.asyncIterator in data)) await writeParts(file, data)
      else for await (const part of data) await writeParts(file, [part])
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

/**
 * In as few calls as the system takes: writeFile makes one of every half mebibyte, and between
 * two of them a busy trainer takes a step.
 */
async function writeParts(
  file: fs.promises.FileHandle,
  parts: readonly Uint8Array[],
): Promise<void> {
  let rest = parts.filter(({ length }) => length > 0)
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest)
    rest = after(rest, bytesWritten)
  }
}

/** What of the parts comes after so many bytes. */
function after(parts: readonly Uint8Array[], written: number): Uint8Array[] {
  return parts.flatMap((part) => {
    const skipped = Math.min(written, part.length)
    written -= skipped
    return skipped < part.length ? [part.subarray(skipped)] : []
  })
}

/**
 * Publishes a folder whole: `fill` writes into a hidden one, which then takes its name by one
 * rename. An earlier folder of that name is replaced; {@link sweepTemporaries} restores it if a
 * crash falls between. `parent` must exist.
 *
 * @throws StudioError `storage`, or what `fill` throws; an earlier folder is then as it was
 */
export async function publishDirectory(
  parent: string,
  name: string,
  fill: (dir: string) => Promise<void>,
): Promise<void> {
  const target = join(parent, name)
  await onDisk('save the folder', target, () =>
    withTemporary(parent, name, async (temporary) => {
      await fs.promises.mkdir(temporary)
      await fill(temporary)
      await syncTree(temporary)
      await withDisplaced(parent, name, () => rename(temporary, target))
    }),
  )
}

/**
 * Removes a published folder or file. It disappears by one rename, so that a crash never leaves
 * half of it under its name. One that is not there is no error.
 *
 * @throws StudioError `storage`
 */
export async function removePublished(parent: string, name: string): Promise<void> {
  await onDisk('remove', join(parent, name), () =>
    withTemporary(parent, name, async (temporary) => {
      if (!(await renameIfPresent(join(parent, name), temporary))) return
      await syncDirectory(parent)
    }),
  )
}

/**
 * Removes what dead processes left unfinished in `dir`, and puts back what they had moved aside
 * to replace. What a living process is working on is left alone. Call it at the start of a
 * session, under the run's lock.
 *
 * @param levels how many levels of folders below `dir` to sweep too; a run needs one
 * @returns the paths that were removed or put back
 * @throws StudioError `storage`
 */
export async function sweepTemporaries(dir: string, levels = 1): Promise<string[]> {
  return onDisk('clean up unfinished files', dir, async () => {
    const swept: string[] = []
    for (const entry of await fs.promises.readdir(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name)
      const leftover = await judgeLeftover(entry.name)
      if (leftover.kind === 'displaced') await putBack(path, join(dir, leftover.name))
      if (leftover.kind === 'rubbish') await fs.promises.rm(path, { recursive: true, force: true })
      if (leftover.kind === 'displaced' || leftover.kind === 'rubbish') swept.push(path)
      if (leftover.kind === 'other' && entry.isDirectory() && levels > 0) {
        swept.push(...(await sweepTemporaries(path, levels - 1)))
      }
    }
    return swept
  })
}

/** Its successor may have arrived before the process died: then the earlier one goes. */
async function putBack(displaced: string, original: string): Promise<void> {
  const replaced = await fs.promises.access(original).then(
    () => true,
    () => false,
  )
  if (replaced) await fs.promises.rm(displaced, { recursive: true, force: true })
  else await rename(displaced, original)
}
