import fs from 'node:fs'

/**
 * Resolves after `count` changes to the folders' entries, when the writer is often in mid-write.
 */
export function changesIn(folders: readonly string[], count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count
    const end = (): void => {
      for (const watcher of watchers) watcher.close()
      resolve()
    }
    const seen = (): void => {
      if (--left === 0) end()
    }
    const watchers = folders.map((folder) => fs.watch(folder, seen))
    if (count === 0) end()
  })
}
