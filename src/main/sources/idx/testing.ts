import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Builds an IDX file; `data` need not match the declared size. */
export function idxBytes(
  dims: readonly number[],
  data: ArrayLike<number>,
  { type = 0x08, magic = [0, 0] } = {},
): Uint8Array {
  const sizes = dims.flatMap((dim) => [24, 16, 8, 0].map((shift) => (dim >>> shift) & 255))
  return Uint8Array.from([...magic, type, dims.length, ...sizes, ...Array.from(data)])
}

/** Creates the folder `name` in `dir` with the given files, and returns its path. */
export async function writeFolder(
  dir: string,
  name: string,
  files: Record<string, Uint8Array>,
): Promise<string> {
  const path = join(dir, name)
  await mkdir(path)
  for (const [file, bytes] of Object.entries(files)) await writeFile(join(path, file), bytes)
  return path
}
