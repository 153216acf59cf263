import type { DatasetPartName } from '../../../contract/datasets/detail'
import type { DatasetListing } from '../../../contract/datasets/listing'
import { encodePng } from '../../image/png'
import { MemoryBudget } from '../../image/memory-budget'
import { drawSheet } from '../../image/sheet'
import { browse } from '../../storage/datasets/browse'
import type { BrowsedImages } from '../../storage/datasets/browse'

/** Images per row of a sheet. */
const COLUMNS = 20
const MAX_PER_SHEET = 400
/** Largest number of pixels of a sheet of several images; the page asks for no more. */
const MAX_SHEET_PIXELS = 4_000_000
/** Bytes that sheets may use while they are drawn, however many are asked for. */
const DRAWING_BYTES = 192 * 2 ** 20
/** Copies of a sheet in memory: as images, as a sheet, as rows, and packed. */
const COPIES = 4
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
  private readonly drawing = new MemoryBudget(DRAWING_BYTES)

  /**
   * @param find gives the listing of the data set
   * @returns a PNG, in rows of at most 20; undefined if there are no such images, or too many
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
    const pixels = indices.length * images.width * images.height
    if (indices.length > 1 && pixels > MAX_SHEET_PIXELS) return undefined
    const columns = Math.min(COLUMNS, indices.length)
    return this.drawing.run(COPIES * pixels * images.channels, async () =>
      encodePng(drawSheet(await images.read(indices), images, columns)),
    )
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
      images.catch(() => {
        if (this.last?.images === images) this.forget()
      })
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
