import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { asNotice, problemError, StudioError } from '../../contract/errors'
import { notice } from '../../contract/notices'
import { readGuarded, readTextGuarded } from '../disk/guarded'
import { parseJsonGuarded } from '../disk/json'
import { MAX_IMAGE_BYTES } from '../disk/limits'
import { numberClasses } from './arrays/classes'
import { firstBytes } from './arrays/first-bytes'
import type { OpenContext, OpenSource, ReadImage, SourceType } from './source'

const MANIFEST = 'manifest.json'
/** Room for the names of several million images. */
const MAX_MANIFEST_BYTES = 64 * 2 ** 20
const MAX_MANIFEST_VALUES = 8_000_000
/** Longer than all that stands before the images' names. */
const MANIFEST_START = 1 << 14
/** Files whose sizes and times are looked up at a time. */
const STATS_AT_ONCE = 64

/** The names are those that generating gives, so they cannot lead out of the folder. */
const manifestSchema = z.looseObject({
  images: z.array(z.string().regex(/^\d{1,12}\.png$/)).min(1),
  labels: z.array(z.number().int().min(0).max(65535)).optional(),
})
type Manifest = z.infer<typeof manifestSchema>

/** A folder of PNGs that a run generated, with their classes if they have any. */
export const generated: SourceType = {
  kind: 'generated',
  async detect(path) {
    const start = Buffer.from(await firstBytes(join(path, MANIFEST), MANIFEST_START)).toString()
    return /"latentScale"\s*:/.test(start) && /"statistics"\s*:/.test(start)
  },
  async open(path, options, context) {
    const manifest = await readManifest(path)
    const { images: names } = manifest
    const stored = manifest.labels === undefined ? null : Uint16Array.from(manifest.labels)
    const { parts, classes, notes } = numberClasses([{ part: 'train', labels: stored }])
    const labels = parts[0]?.labels
    const first = await sizeOf(join(path, names[0] ?? ''))
    return {
      stamp: await stampOf(path, names, context),
      count: names.length,
      description: {
        ...{ kind: 'generated', path, options: { ...options, kind: 'generated' }, classes, notes },
        ...{ images: names.length, testImages: 0 },
        labelsFrom: classes === null ? null : 'file',
        // All have the size of the network that made them.
        sizes: first === undefined ? [] : [{ ...first.size, images: names.length }],
        sampled: first === undefined ? 0 : names.length,
        colour: first?.colour ?? false,
        transparent: false,
      },
      entry: (index) => ({
        name: names[index] as string,
        part: 'train',
        label: labels?.[index] ?? null,
      }),
      read: (indices, signal) => readFiles(path, names, indices, signal),
      close: () => Promise.resolve(),
    } satisfies OpenSource
  },
}

async function readManifest(folder: string): Promise<Manifest> {
  const where = join(folder, MANIFEST)
  try {
    const text = await readTextGuarded(where, { maxBytes: MAX_MANIFEST_BYTES, code: 'data' })
    const manifest = manifestSchema.parse(parseJsonGuarded(text, { values: MAX_MANIFEST_VALUES }))
    const { images, labels = images } = manifest
    if (labels.length === images.length) return manifest
    throw problemError(
      'data',
      'wrongLabelCount',
      { labels: labels.length, images: images.length },
      { where },
    )
  } catch (cause) {
    if (cause instanceof StudioError && cause.code === 'data') throw cause
    const why =
      cause instanceof StudioError ? asNotice(cause, { remedy: false }) : firstIssue(cause)
    throw problemError('data', 'manifestUnreadable', { why }, { where, cause })
  }
}

function firstIssue(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return cause instanceof Error ? cause.message : String(cause)
  const [issue] = cause.issues
  return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`
}

/** Reads a PNG's size from its header; undefined if there is none. */
async function sizeOf(
  path: string,
): Promise<{ size: { width: number; height: number }; colour: boolean } | undefined> {
  const header = Buffer.from(await firstBytes(path, 26))
  if (header.length < 26 || header.toString('latin1', 1, 4) !== 'PNG') return undefined
  const size = { width: header.readUInt32BE(16), height: header.readUInt32BE(20) }
  return size.width < 1 || size.height < 1 ? undefined : { size, colour: header[25] !== 0 }
}

async function stampOf(
  folder: string,
  names: readonly string[],
  { signal, listed }: OpenContext,
): Promise<string> {
  const hash = createHash('sha256')
  for (let first = 0; first < names.length; first += STATS_AT_ONCE) {
    signal.throwIfAborted()
    const some = names.slice(first, first + STATS_AT_ONCE)
    const found = await Promise.all(
      some.map((name) => stat(join(folder, name)).catch(() => undefined)),
    )
    hash.update(JSON.stringify(found.map((stats, i) => [some[i], stats?.size, stats?.mtimeMs])))
    listed?.(first + some.length)
  }
  const { size, mtimeMs } = await stat(join(folder, MANIFEST))
  return hash.update(JSON.stringify([folder, size, mtimeMs])).digest('hex')
}

async function* readFiles(
  folder: string,
  names: readonly string[],
  indices: Iterable<number>,
  signal: AbortSignal,
): AsyncGenerator<ReadImage> {
  for (const index of indices) {
    signal.throwIfAborted()
    yield await readImage(join(folder, names[index] as string))
  }
}

async function readImage(path: string): Promise<ReadImage> {
  try {
    return { encoded: await readGuarded(path, { maxBytes: MAX_IMAGE_BYTES, code: 'data' }) }
  } catch (error) {
    if (error instanceof StudioError) return { refused: asNotice(error) }
    return { refused: notice('imageFileUnreadable', { why: String(error) }) }
  }
}
