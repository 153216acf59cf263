import { stat } from 'node:fs/promises'
import { openGuarded, readFrom } from '../../disk/guarded'

/** The first bytes of a file; none if it is not a readable file. */
export async function firstBytes(path: string, most: number): Promise<Uint8Array> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true) return new Uint8Array(0)
  try {
    const { handle } = await openGuarded(path, { maxBytes: Infinity, code: 'data' })
    try {
      return await readFrom(handle, most, 0)
    } finally {
      await handle.close()
    }
  } catch {
    return new Uint8Array(0)
  }
}
