import fs from 'node:fs'
import path from 'node:path'

/**
 * Bytes that this user can still write to a folder, which need not exist yet; null if the system
 * does not report it.
 */
export async function freeDisk(folder: string): Promise<number | null> {
  for (let dir = path.resolve(folder); ; dir = path.dirname(dir)) {
    try {
      const { bavail, bsize } = await fs.promises.statfs(dir)
      return bavail * bsize
    } catch {
      if (path.dirname(dir) === dir) return null
    }
  }
}
