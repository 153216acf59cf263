import fs from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createNew } from '../../disk/guarded'
import { onDisk } from './disk-errors'
import { rename, renameIfPresent, syncDirectory, syncTree } from './durable'
import { classifyEntry, withDisplaced, withTemporary } from './temporaries'

/**
 * Writes a file atomically: a crash at any moment leaves either the old content or the new. The
 * folder must exist.
 *
 * @param mode the file's permissions; the system's default if absent
 * @throws StudioError `storage`; the old file is then unchanged
 */
export async function writeFileAtomic(
  path: string,
  data: Uint8Array | string,
  mode?: number,
): Promise<void> {
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
 * Writes a new file and syncs it to disk. For files in a folder that is not yet published: the file
 * must not exist.
 *
 * @param data parts are written one after the other
 * @throws StudioError `storage`
 */
export async function writeFileSynced(
  path: string,
  data: Uint8Array | string | readonly Uint8Array[],
  mode?: number,
): Promise<void> {
  await onDisk('write the file', path, async () => {
    const file = await createNew(path, mode)
    try {
      if (typeof data === 'string' || data instanceof Uint8Array) await file.writeFile(data)
      else await writeParts(file, data)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

/**
 * Writes in as few calls as the system allows: writeFile makes one per 512 KiB, and a busy trainer
 * takes a step between any two of them.
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

/** The rest of the parts after the first `written` bytes. */
function after(parts: readonly Uint8Array[], written: number): Uint8Array[] {
  return parts.flatMap((part) => {
    const skipped = Math.min(written, part.length)
    written -= skipped
    return skipped < part.length ? [part.subarray(skipped)] : []
  })
}

/**
 * Publishes a folder as a whole: `fill` writes into a hidden folder, which is then renamed to
 * `name`. An existing folder of that name is replaced; after a crash in between, {@link
 * sweepTemporaries} restores it. `parent` must exist.
 *
 * @throws StudioError `storage`, or what `fill` throws; an existing folder is then unchanged
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
 * Removes a published folder or file. It disappears in a single rename, so a crash never leaves a
 * partial one under its name. A missing one is not an error.
 *
 * @throws StudioError `storage`
 */
export async function removePublished(parent: string, name: string): Promise<void> {
  await onDisk('remove it', join(parent, name), () =>
    withTemporary(parent, name, async (temporary) => {
      if (!(await renameIfPresent(join(parent, name), temporary))) return
      await syncDirectory(parent)
    }),
  )
}

/**
 * Removes the temporaries of dead processes from `dir`, and restores what they had moved aside but
 * not replaced. Temporaries of living processes are left alone. Call it at the start of a session,
 * under the run's lock.
 *
 * @param levels how many levels of subfolders to sweep too; a run needs one
 * @returns the paths that were removed or restored
 * @throws StudioError `storage`
 */
export async function sweepTemporaries(dir: string, levels = 1): Promise<string[]> {
  return onDisk('clean up unfinished files', dir, async () => {
    const swept: string[] = []
    for (const entry of await fs.promises.readdir(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name)
      const leftover = await classifyEntry(entry.name)
      if (leftover.kind === 'displaced') await restoreDisplaced(path, join(dir, leftover.name))
      if (leftover.kind === 'rubbish') await fs.promises.rm(path, { recursive: true, force: true })
      if (leftover.kind === 'displaced' || leftover.kind === 'rubbish') swept.push(path)
      if (leftover.kind === 'other' && entry.isDirectory() && levels > 0) {
        swept.push(...(await sweepTemporaries(path, levels - 1)))
      }
    }
    return swept
  })
}

/** Restores a displaced entry, or removes it if its replacement arrived before the process died. */
async function restoreDisplaced(displaced: string, original: string): Promise<void> {
  const replaced = await fs.promises.access(original).then(
    () => true,
    () => false,
  )
  if (replaced) await fs.promises.rm(displaced, { recursive: true, force: true })
  else await rename(displaced, original)
}
