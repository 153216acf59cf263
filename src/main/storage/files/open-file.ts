import type fs from 'node:fs'
import { unlessMissing } from '../../disk/errno'
import { openGuarded } from '../../disk/guarded'
import type { Guard } from '../../disk/guarded'

/** A log of a run, which may be of any size. */
export const LOG_GUARD = { maxBytes: Infinity, code: 'checkpoint' } as const satisfies Guard

/**
 * Opens a file for reading; undefined if there is none.
 *
 * @throws as {@link openGuarded}
 */
export async function openIfPresent(
  file: string,
  guard: Guard,
): Promise<fs.promises.FileHandle | undefined> {
  return (await unlessMissing(openGuarded(file, guard)))?.handle
}
