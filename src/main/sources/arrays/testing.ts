import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { SourceOptions } from '../../../contract/datasets/source'
import type { RasterImage } from '../../image/raster'
import type { OpenSource, ReadImage, SourceType } from '../source'

/** Makes a temporary folder that is removed after the test that calls this. */
export function tempDir(): string {
  const dir = fs.mkdtempSync(join(tmpdir(), 'gan-sources-'))
  // Not afterEach in this module: several test files can share one copy of it.
  onTestFinished(() => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal

export const openAs = (
  type: SourceType,
  path: string,
  options: SourceOptions = {},
): Promise<OpenSource> => type.open(path, options, { signal: never })

/** The results of reading some images, or all. */
export async function readAll(
  source: OpenSource,
  indices: Iterable<number> = Array.from({ length: source.count }, (_, i) => i),
): Promise<ReadImage[]> {
  const results: ReadImage[] = []
  for await (const result of source.read(indices, never)) results.push(result)
  return results
}

/** The pixels of images that were read as such. */
export async function pixelsOf(
  source: OpenSource,
  indices?: Iterable<number>,
): Promise<RasterImage[]> {
  return (await readAll(source, indices)).map((result) => {
    if ('pixels' in result) return result.pixels
    throw new Error(`no pixels: ${JSON.stringify(result)}`)
  })
}

export const labelsOf = (source: OpenSource): (number | null)[] =>
  Array.from({ length: source.count }, (_, i) => source.entry(i).label)
