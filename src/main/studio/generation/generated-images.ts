import { randomBytes } from 'node:crypto'
import { labelOf } from '../../../contract/class-choice'
import { problemError } from '../../../contract/errors'
import type { Generated } from '../../../contract/generated'
import type { EngineInfo } from '../../../contract/engines'
import type { PixelsJob } from './generator-child'
import type { ByteImage } from '../../image/png'

/** The source of a set's weights, as written to its manifest. */
export type Origin =
  | { kind: 'checkpoint'; run: string; runName: string; step: number; digest: string | undefined }
  | { kind: 'file'; name: string; sha256: string }

/** Generated images, and everything needed to generate them again. */
export interface GeneratedSet extends Generated {
  /** [count, size, size, channels], 0 black to 255 white. */
  bytes: Uint8Array
  job: PixelsJob
  origin: Origin
  engine: EngineInfo
  /** The number of classes, if the generator takes labels. */
  classes?: number | undefined
}

/** The label of image `n`; undefined if the generator takes none. */
export function labelIn({ job, classes }: GeneratedSet, n: number): number | undefined {
  return classes === undefined ? undefined : labelOf(job.between?.from ?? n, job.classes, classes)
}

interface StoreLimits {
  sets: number
  bytes: number
}

/** Keeps the newest generated sets in memory and drops older ones. */
export class GeneratedImages {
  private readonly sets = new Map<string, GeneratedSet>()

  constructor(private readonly limits: StoreLimits = { sets: 20, bytes: 256 * 2 ** 20 }) {}

  /** @throws StudioError `usage` if this many images would never fit */
  refuseTooMany(count: number, { size, channels }: Pick<Generated, 'size' | 'channels'>): void {
    const each = size * size * channels
    if (count * each <= this.limits.bytes) return
    const most = Math.floor(this.limits.bytes / each)
    throw problemError(
      'usage',
      'tooManyImages',
      { count, size, channels, most },
      { where: 'count' },
    )
  }

  add(set: Omit<GeneratedSet, 'id'>): GeneratedSet {
    const kept = { ...set, id: randomBytes(8).toString('hex') }
    this.sets.set(kept.id, kept)
    let bytes = [...this.sets.values()].reduce((sum, other) => sum + other.bytes.length, 0)
    for (const [id, oldest] of this.sets) {
      if (this.sets.size <= this.limits.sets && bytes <= this.limits.bytes) break
      if (id === kept.id) break
      bytes -= oldest.bytes.length
      this.sets.delete(id)
    }
    return kept
  }

  get(id: string): GeneratedSet | undefined {
    return this.sets.get(id)
  }

  /** @throws StudioError `usage` */
  need(id: string): GeneratedSet {
    const set = this.sets.get(id)
    if (set !== undefined) return set
    throw problemError('usage', 'imagesGone', {})
  }
}

/** Returns one image of a set; undefined if `n` is out of range. */
export function imageOf(
  { bytes, count, size, channels }: GeneratedSet,
  n: number,
): ByteImage | undefined {
  if (n >= count) return undefined
  const length = size * size * channels
  return { data: bytes.subarray(n * length, (n + 1) * length), width: size, height: size, channels }
}

/**
 * Arranges all images in rows of `columns`, without padding; the last row is filled up with black.
 */
export function sheetOf({ bytes, count, columns, size, channels }: GeneratedSet): ByteImage {
  const rows = Math.ceil(count / columns)
  const width = columns * size
  const data = new Uint8Array(rows * size * width * channels)
  const line = size * channels
  for (let from = 0; from < bytes.length; from += line) {
    const row = from / line
    const [image, y] = [Math.floor(row / size), row % size]
    const top = Math.floor(image / columns) * size + y
    const left = (image % columns) * size
    data.set(bytes.subarray(from, from + line), (top * width + left) * channels)
  }
  return { data, width, height: rows * size, channels }
}
