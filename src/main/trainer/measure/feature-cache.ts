import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { asNotice, StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { readGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { makeDirectory } from '../../disk/make-directory'
import { featureMatrix } from '../../metrics/features/feature-matrix'
import type { NetOutputs } from '../../metrics/nets/feature-net'
import { sweepTemporaries, writeFileAtomic } from '../../storage/files/atomic'
import { onDisk } from '../../storage/files/disk-errors'

/** The size in bytes to which the folder is trimmed, least recently used files first. */
const MOST_BYTES = 2 ** 30
/** Features with more bytes are not cached. */
export const MOST_FILE_BYTES = 2 ** 28
/** The size of a header, which is padded with spaces. */
const HEADER_BYTES = 1024

/** Everything that the features of real images depend on. */
const keySchema = z.object({
  /** SHA-256 of the part's images. */
  fingerprint: z.string(),
  /** The images of the part: their number, and the position of the first in their random order. */
  part: z.object({ name: z.string(), from: z.number().int(), count: z.number().int() }),
  /** The images' size and channels after conversion. */
  size: z.number().int(),
  channels: z.number().int(),
  /** SHA-256 of the feature net. */
  net: z.string(),
  engine: z.string(),
})
export type FeatureKey = z.infer<typeof keySchema>

const headerSchema = z.object({
  version: z.literal(1),
  key: keySchema,
  dim: z.number().int().positive(),
  classes: z.number().int().positive().nullable(),
  /** SHA-256 of the data after the header. */
  sha256: z.string(),
})

/**
 * Features of real images on disk, so that they are computed once per data set and net. A file has
 * a header, one line of JSON padded to 1,024 bytes, then little-endian float32: features [count,
 * dim], probabilities [count, classes] if the net is a classifier.
 */
export class FeatureCache {
  constructor(
    private readonly dir: string,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  /** Returns undefined if there is no file, or it is damaged or has another key. */
  async read(key: FeatureKey): Promise<NetOutputs | undefined> {
    const file = this.fileOf(key)
    const content = await readGuarded(file, { maxBytes: MOST_FILE_BYTES + HEADER_BYTES }).catch(
      () => undefined,
    )
    const found = content === undefined ? undefined : decode(content, key)
    // The modification time records when it was last used.
    if (found !== undefined) await fs.promises.utimes(file, new Date(), new Date()).catch(ignored)
    return found
  }

  /** Returns true if there is a file, which may be damaged. */
  has(key: FeatureKey): boolean {
    return fs.existsSync(this.fileOf(key))
  }

  /**
   * Keeps features, and removes the least recently used ones beyond the limit.
   *
   * @returns a warning if they cannot be kept, which only costs time
   */
  async write(key: FeatureKey, outputs: NetOutputs): Promise<Notice | undefined> {
    const content = encode(key, outputs)
    if (content.length > Math.min(this.mostBytes, MOST_FILE_BYTES + HEADER_BYTES)) return undefined
    try {
      await onDisk('store features', this.dir, async () => {
        await makeDirectory(this.dir)
        await sweepTemporaries(this.dir, 0)
      })
      await writeFileAtomic(this.fileOf(key), content)
      await this.cut()
      return undefined
    } catch (error) {
      if (!(error instanceof StudioError)) throw error
      return notice('featuresNotKept', { why: asNotice(error, { remedy: false }) })
    }
  }

  private fileOf(key: FeatureKey): string {
    const { fingerprint, part, size, channels, net, engine } = key
    const rest = createHash('sha256')
      .update(JSON.stringify([part.from, engine]))
      .digest('hex')
    const images = `${fingerprint.slice(0, 16)}-${part.name}-${part.count}-${size}x${size}x${channels}`
    return join(this.dir, `${images}-${net.slice(0, 16)}-${rest.slice(0, 8)}.bin`)
  }

  private async cut(): Promise<void> {
    const names = (await fs.promises.readdir(this.dir)).filter((name) => name.endsWith('.bin'))
    const files = await Promise.all(
      names.map(async (name) => {
        const file = join(this.dir, name)
        const { size, mtimeMs } = await fs.promises.stat(file)
        return { file, size, mtimeMs }
      }),
    )
    let total = files.reduce((sum, { size }) => sum + size, 0)
    for (const { file, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= this.mostBytes) return
      await fs.promises.rm(file, { force: true })
      total -= size
    }
  }
}

const ignored = (): undefined => undefined

function encode(key: FeatureKey, { features, probabilities }: NetOutputs): Buffer {
  const data = Buffer.concat(
    [features, probabilities].flatMap((matrix) =>
      matrix === undefined ? [] : [bytesOf(matrix.data)],
    ),
  )
  const header = JSON.stringify({
    ...{ version: 1, key, dim: features.dim, classes: probabilities?.dim ?? null },
    sha256: createHash('sha256').update(data).digest('hex'),
  })
  return Buffer.concat([Buffer.from(`${header.padEnd(HEADER_BYTES - 1)}\n`), data])
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)

function decode(content: Buffer, key: FeatureKey): NetOutputs | undefined {
  const data = content.subarray(HEADER_BYTES)
  const header = headerOf(content.toString('utf8', 0, HEADER_BYTES))
  if (header === undefined || !isDeepStrictEqual(header.key, key)) return undefined
  const { dim, classes, sha256 } = header
  const { count } = key.part
  if (data.length !== 4 * count * (dim + (classes ?? 0))) return undefined
  if (createHash('sha256').update(data).digest('hex') !== sha256) return undefined
  const values = new Float32Array(data.length / 4)
  bytesOf(values).set(data)
  const features = featureMatrix(values.slice(0, count * dim), dim)
  if (classes === null) return { features }
  return { features, probabilities: featureMatrix(values.slice(count * dim), classes) }
}

function headerOf(text: string): z.infer<typeof headerSchema> | undefined {
  try {
    return headerSchema.parse(parseJsonGuarded(text))
  } catch {
    return undefined
  }
}
