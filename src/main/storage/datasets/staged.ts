import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Preparation } from '../../../contract/datasets/preparation'
import { readGuarded } from '../../disk/guarded'
import { MAX_BUFFER_BYTES } from '../../disk/limits'
import { onDisk } from '../files/disk-errors'
import { HashSet } from './duplicates'
import type { Journal } from './journal'
import { labelsName, partPrefix } from './paths'
import { NamesWriter } from './names-writer'
import { PartWriter } from './part-writer'
import type { PartFiles } from './finish'

type PartName = 'train' | 'holdOut'

/** The images that an import has stored so far, in its staging folder. */
export class Staged {
  private readonly hashes = new HashSet()

  private constructor(
    private readonly parts: Record<PartName, PartWriter>,
    private readonly names: Record<PartName, NamesWriter | undefined>,
    private readonly labelled: boolean,
  ) {}

  /** Opens what the journal counts; images stored after its last entry are dropped. */
  static async open(
    dir: string,
    journal: Journal,
    { labelled, named }: { labelled: boolean; named: boolean },
  ): Promise<Staged> {
    const { preparation } = journal.request
    const shape = { imageBytes: bytesOf(preparation), labelled }
    const opened: (PartWriter | NamesWriter)[] = []
    const keep = <T extends PartWriter | NamesWriter>(writer: T): T => {
      opened.push(writer)
      return writer
    }
    const open = async (part: PartName) =>
      keep(await PartWriter.open(dir, partPrefix[part], shape, journal[part]))
    const openNames = async (part: PartName) => {
      if (!named) return undefined
      const writer = await NamesWriter.open(dir, partPrefix[part], journal[part])
      return writer && keep(writer)
    }
    try {
      const staged = new Staged(
        { train: await open('train'), holdOut: await open('holdOut') },
        { train: await openNames('train'), holdOut: await openNames('holdOut') },
        labelled,
      )
      await staged.rememberStored(dir, shape.imageBytes)
      return staged
    } catch (error) {
      for (const writer of opened) await writer.close()
      throw error
    }
  }

  private get writers(): (PartWriter | NamesWriter | undefined)[] {
    const { parts, names } = this
    return [parts.train, parts.holdOut, names.train, names.holdOut]
  }

  get counts(): Record<PartName, number> {
    return { train: this.parts.train.images, holdOut: this.parts.holdOut.images }
  }

  /** Returns false if an image with these pixels was seen before. */
  isNew(pixels: Uint8Array): boolean {
    return this.hashes.add(createHash('sha1').update(pixels).digest().readBigUInt64LE())
  }

  /** @param name of the image's file in the source */
  async append(
    part: PartName,
    pixels: Uint8Array,
    { label, name }: { label: number | null; name: string },
  ): Promise<void> {
    await this.parts[part].append(pixels, label)
    await this.names[part]?.append(name)
  }

  /** Waits until all images are on disk. */
  async sync(): Promise<void> {
    for (const writer of this.writers) await writer?.sync()
  }

  async close(): Promise<void> {
    for (const writer of this.writers) await writer?.close()
  }

  /** The files of a part, after {@link sync}. */
  filesOf(part: PartName): PartFiles {
    const { images } = this.parts[part]
    return {
      images,
      shards: this.parts[part].shards(),
      labels: this.labelled && images > 0 ? labelsName(partPrefix[part]) : null,
      names: images > 0 ? (this.names[part]?.written ?? null) : null,
    }
  }

  private async rememberStored(dir: string, imageBytes: number): Promise<void> {
    for (const part of Object.values(this.parts)) {
      for (const { file, images } of part.shards()) {
        const path = join(dir, file)
        const guard = { maxBytes: MAX_BUFFER_BYTES, code: 'data' as const }
        const bytes = await onDisk('read the images', path, () => readGuarded(path, guard))
        for (let i = 0; i < images; i++) {
          this.isNew(bytes.subarray(i * imageBytes, (i + 1) * imageBytes))
        }
      }
    }
  }
}

const bytesOf = ({ imageSize, channels }: Preparation): number => imageSize ** 2 * channels
