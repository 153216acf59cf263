import fs from 'node:fs'
import { createHash, randomBytes } from 'node:crypto'
import { fromReport, problemError, StudioError, toReport } from '../../../contract/errors'
import type { ErrorReport } from '../../../contract/errors'
import type { GeneratorJob } from '../../../contract/generator-job'
import type { GeneratorShape } from '../../../contract/trainer'
import { onDisk } from '../../storage/files/disk-errors'
import type { GeneratorChild } from './generator-child'

const MAX_UPLOADS = 20

export interface Upload {
  id: string
  name: string
  /** The path of a temporary copy. */
  file: string
  sha256: string
  shape: GeneratorShape
}

/**
 * Uploaded weights, kept as files until the host ends; the oldest are deleted when there are too
 * many.
 */
export class Uploads {
  private readonly kept = new Map<string, Upload>()

  constructor(private readonly child: GeneratorChild) {}

  /** @throws StudioError `checkpoint` if they are not a generator's, `usage` for invalid base64 */
  async add(name: string, base64: string, engine: Omit<GeneratorJob, 'source'>): Promise<Upload> {
    const bytes = decodeBase64(base64, name)
    const file = await this.child.temporaryFile('.safetensors')
    await onDisk('store the weights', file, () => fs.promises.writeFile(file, bytes))
    try {
      const { shape } = await this.child.inspect({ ...engine, source: file })
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const upload = { id: randomBytes(8).toString('hex'), name, file, sha256, shape }
      this.kept.set(upload.id, upload)
      await this.deleteOldest()
      return upload
    } catch (error) {
      await fs.promises.rm(file, { force: true })
      throw withFileName(error, file, name)
    }
  }

  /** @throws StudioError `usage` */
  need(id: string): Upload {
    const upload = this.kept.get(id)
    if (upload !== undefined) return upload
    throw problemError('usage', 'weightsGone', {})
  }

  private async deleteOldest(): Promise<void> {
    for (const { id, file } of [...this.kept.values()].slice(0, -MAX_UPLOADS)) {
      this.kept.delete(id)
      await fs.promises.rm(file, { force: true })
    }
  }
}

function decodeBase64(base64: string, name: string): Buffer {
  if (base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    return Buffer.from(base64, 'base64')
  }
  throw problemError('usage', 'fileNotWhole', {}, { where: name })
}

/** Replaces the path of our copy in an error with the name of the user's file. */
function withFileName(error: unknown, file: string, name: string): unknown {
  if (!(error instanceof StudioError)) return error
  // Any text of the error may contain the path, including quoted notices.
  const replacePath = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? value.replaceAll(file, name) : value
  return fromReport(JSON.parse(JSON.stringify(toReport(error)), replacePath) as ErrorReport)
}
