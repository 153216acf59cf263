import type { DatasetPartName } from '../../../contract/datasets/detail'
import type { DatasetListing } from '../../../contract/datasets/listing'
import { encodePng } from '../../image/png'
import { drawSheet } from '../../image/sheet'
import { browse } from '../../storage/datasets/browse'
import type { BrowsedImages } from '../../storage/datasets/browse'

/** Images per row of a sheet. */
const COLUMNS = 20
const MAX_PER_SHEET = 400
/** Milliseconds for which an opened data set is kept for the next sheet. */
const KEEP_MS = 30_000

export interface SheetRequest {
  part: DatasetPartName
  /** If given, only images of this class count. */
  label: number | undefined
  from: number
  count: number
}

/** Draws a data set's images in sheets; keeps the data set that was browsed last. */
export class Thumbnails {
  private last: { key: string; images: Promise<BrowsedImages | undefined> } | undefined
  /** Indices of the images of one class. */
  private ofClass: { key: string; indices: number[] } | undefined
  private idle: NodeJS.Timeout | undefined

  /**
   * @param find gives the listing of the data set
   * @returns a PNG; undefined if there are no such images
   * @throws StudioError `data`
   */
  async sheet(
    name: string,
    request: SheetRequest,
    find: (name: string) => Promise<DatasetListing>,
  ): Promise<Uint8Array | undefined> {
    const { part, label, from, count } = request
    if (count < 1 || count > MAX_PER_SHEET) return undefined
    const key = `${part}/${name}`
    const images = await this.open(key, async () => browse(await find(name), part))
    if (images === undefined) return undefined
    const indices = this.select(key, images, label, from, from + count)
    if (indices.length === 0) return undefined
    return encodePng(drawSheet(await images.read(indices), images, COLUMNS))
  }

  /**
   * @returns the names of the files of some images, as a JSON list; undefined if they are not stored
   * @throws StudioError `data`
   */
  async names(
    name: string,
    { part, label, from, count }: SheetRequest,
    find: (name: string) => Promise<DatasetListing>,
  ): Promise<Uint8Array | undefined> {
    if (count < 1 || count > MAX_PER_SHEET) return undefined
    const key = `${part}/${name}`
    const images = await this.open(key, async () => browse(await find(name), part))
    if (images?.names === undefined) return undefined
    const indices = this.select(key, images, label, from, from + count)
    return Buffer.from(JSON.stringify(await images.names(indices)))
  }

  /**
   * @returns little-endian 16-bit class numbers of a part; undefined without labels
   * @throws StudioError `data`
   */
  async labels(
    name: string,
    part: DatasetPartName,
    find: (name: string) => Promise<DatasetListing>,
  ): Promise<Uint8Array | undefined> {
    const images = await this.open(`${part}/${name}`, async () => browse(await find(name), part))
    if (images?.labels === undefined) return undefined
    const bytes = Buffer.alloc(images.labels.length * 2)
    images.labels.forEach((label, i) => bytes.writeUInt16LE(label, i * 2))
    return bytes
  }

  /** Forgets what was read, after data sets have changed. */
  forget(): void {
    this.last = undefined
    this.ofClass = undefined
  }

  private open(
    key: string,
    begin: () => Promise<BrowsedImages | undefined>,
  ): Promise<BrowsedImages | undefined> {
    clearTimeout(this.idle)
    this.idle = setTimeout(() => this.forget(), KEEP_MS).unref()
    if (this.last?.key !== key) {
      this.forget()
      const images = begin()
      this.last = { key, images }
      images.catch(() => this.forget())
    }
    return this.last.images
  }

  private select(
    name: string,
    { count, labels }: BrowsedImages,
    label: number | undefined,
    from: number,
    to: number,
  ): number[] {
    if (label === undefined) {
      const end = Math.min(to, count)
      return Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i)
    }
    const key = `${name}/${label}`
    if (this.ofClass?.key !== key) {
      const indices: number[] = []
      labels?.forEach((one, i) => {
        if (one === label) indices.push(i)
      })
      this.ofClass = { key, indices }
    }
    return this.ofClass.indices.slice(from, to)
  }
}
