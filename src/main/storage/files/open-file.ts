import fs from 'node:fs'
import { errnoOf } from './disk-errors'

/** Opens a file for reading; undefined if there is none. */
export async function openIfThere(file: string): Promise<fs.promises.FileHandle | undefined> {
  try {
    return await fs.promises.open(file)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}
