import type { ErrorReport } from '../../../../contract/errors'
import type { uploadFile, Uploaded } from '../../../transport/upload'
import type { Uploadable } from '../../../transport/uploadable'
import { send } from './upload'
import type { FindSource, Upload } from './upload'

/** A file on the studio's machine that was uploaded from here. */
export interface Stored extends Uploaded {
  /** The name of the file or folder that was chosen. */
  name: string
  /** True if it was packed as a zip file, such as a folder. */
  packed: boolean
}

/** The upload in progress, and what the last one has stored. */
export class Uploading {
  current = $state.raw<Upload>()
  stored = $state.raw<Stored>()

  constructor(private readonly upload: typeof uploadFile) {}

  /**
   * Uploads a file, or what `source` finds.
   *
   * @returns what was stored; undefined if it was cancelled
   * @throws StudioError as {@link uploadFile}
   */
  async send(
    first: Pick<Upload, 'name' | 'bytes' | 'files'>,
    source: Uploadable | FindSource,
  ): Promise<Stored | undefined> {
    try {
      const uploaded = await send(first, source, this.upload, (now) => (this.current = now))
      if (uploaded === undefined) return undefined
      this.current = undefined
      this.stored = { ...uploaded, name: first.name, packed: first.files !== undefined }
      return this.stored
    } catch (error) {
      this.current = undefined
      throw error
    }
  }

  cancel(): void {
    this.current?.cancel()
    this.current = undefined
  }

  /** Removes what was stored: nothing will be made of it. */
  discard(): void {
    this.stored?.remove()
    this.stored = undefined
  }

  /** Leaves what was stored to the import that reads it. */
  handOver(): void {
    this.stored = undefined
  }

  /** An error about the stored file, with the name that the user knows instead of its path. */
  named(report: ErrorReport): ErrorReport {
    const { stored } = this
    if (stored === undefined || report.where === undefined) return report
    return { ...report, where: report.where.replace(stored.path, stored.name) }
  }
}
