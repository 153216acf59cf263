import { stat } from 'node:fs/promises'
import type { DatasetPart } from '../../../contract/datasets/document'
import { problemError } from '../../../contract/errors'
import { openGuarded, readFrom } from '../../disk/guarded'
import { onDisk } from '../files/disk-errors'
import { fileIn } from './read-document'

const END_BYTES = 8
/** Longer than any name that is stored. */
const MAX_NAME_BYTES = 4096

type Names = NonNullable<DatasetPart['names']>

/**
 * Reads the names of some images.
 *
 * @param indices of images of the part
 * @returns a name for each; empty where the files are damaged
 * @throws StudioError `data` if a file is missing or not a file; `storage`
 */
export async function readNames(
  dir: string,
  { file, ends }: Names,
  indices: readonly number[],
): Promise<string[]> {
  const guard = { maxBytes: Infinity, code: 'data' as const }
  const paths = { names: fileIn(dir, file), ends: fileIn(dir, ends) }
  return onDisk('read the names', dir, async () => {
    const names = await openGuarded(paths.names, guard)
    try {
      const positions = await openGuarded(paths.ends, guard)
      try {
        const found: string[] = []
        for (const index of indices) {
          const [start, end] = await placeOf(positions.handle, index)
          const length = end - start
          const isName = length >= 0 && length <= MAX_NAME_BYTES
          found.push(isName ? (await readFrom(names.handle, length, start)).toString('utf8') : '')
        }
        return found
      } finally {
        await positions.handle.close()
      }
    } finally {
      await names.handle.close()
    }
  })
}

type Handle = Awaited<ReturnType<typeof openGuarded>>['handle']

/** The positions where a name begins and ends; an end of -1 if that is unknown. */
async function placeOf(ends: Handle, index: number): Promise<[start: number, end: number]> {
  const from = Math.max(0, index - 1)
  const bytes = await readFrom(ends, (index - from + 1) * END_BYTES, from * END_BYTES)
  if (bytes.length < (index - from + 1) * END_BYTES) return [0, -1]
  const numbers = [bytes.readBigUInt64LE(0), bytes.readBigUInt64LE(bytes.length - END_BYTES)]
  const [start = 0, end = -1] = numbers.map(Number)
  return [index === 0 ? 0 : start, end]
}

/** Checks the sizes of the files of names. @throws StudioError `data` naming the file */
export async function checkNames(dir: string, names: Names, images: number): Promise<void> {
  await requireBytes(dir, names.ends, images * END_BYTES)
  const { handle } = await openGuarded(fileIn(dir, names.ends), {
    maxBytes: Infinity,
    code: 'data',
  })
  try {
    const [, end] = await placeOf(handle, images - 1)
    await requireBytes(dir, names.file, end)
  } finally {
    await handle.close()
  }
}

async function requireBytes(dir: string, file: string, expected: number): Promise<void> {
  const path = fileIn(dir, file)
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true) {
    throw problemError('data', 'datasetFileMissing', { file }, { where: path })
  }
  if (found.size === expected) return
  const given = { file, bytes: found.size, expected }
  throw problemError('data', 'datasetFileSize', given, { where: path })
}
