import type { DatasetPartName } from '../../../contract/datasets/detail'
import type { DatasetListing } from '../../../contract/datasets/listing'
import { SHEET_COLUMNS, spreadOver } from '../../../contract/datasets/sheet'
import type { ImageRange, SheetRequest } from '../../../contract/datasets/sheet'
import { encodePng } from '../../image/png'
import { MemoryBudget } from '../../image/memory-budget'
import { drawSheet } from '../../image/sheet'
import { browse } from '../../storage/datasets/browse'
import type { BrowsedImages } from '../../storage/datasets/browse'

/** Largest number of pixels of a sheet of several images; the page asks for no more. */
const MAX_SHEET_PIXELS = 4_000_000
/** Bytes that sheets may use while they are drawn, however many are asked for. */
const DRAWING_BYTES = 192 * 2 ** 20
/** Copies of a sheet in memory: as images, as a sheet, as rows, and compressed. */
const COPIES = 4
/** Milliseconds for which an opened data set is kept for the next sheet. */
const KEEP_MS = 30_000

/** Draws a data set's images in sheets; keeps the data set that was browsed last. */
export class Thumbnails {
  private last: { key: string; images: Promise<BrowsedImages | undefined> } | undefined
  /** Indices of the images of one class. */
  private ofClass: { key: string; indices: number[] } | undefined
  private idle: NodeJS.Timeout | undefined
  private readonly drawing = new MemoryBudget(DRAWING_BYTES)
  /**
   * The row of images that was requested last. A list of data sets requests one of each at once;
   * rows are drawn one after another, since some data sets must be read in full.
   */
  private rows: Promise<unknown> = Promise.resolve()

  /**
   * @param find gives the listing of the data set
   * @returns a PNG, in rows of at most 20; undefined if there are no such images, or too many
   * @throws StudioError `data`
   */
  sheet(
    request: SheetRequest,
    find: (name: string) => Promise<DatasetListing>,
  ): Promise<Uint8Array | undefined> {
    if (!('spread' in request)) return this.draw(request, find)
    const drawn = this.rows.then(() => this.draw(request, find))
    this.rows = drawn.catch(() => undefined)
    return drawn
  }

  private async draw(
    request: SheetRequest,
    find: (name: string) => Promise<DatasetListing>,
  ): Promise<Uint8Array | undefined> {
    const { dataset, part } = request
    const images = await this.open(`${part}/${dataset}`, async () =>
      browse(await find(dataset), part),
    )
    if (images === undefined) return undefined
    const indices = this.select(request, images)
    if (indices.length === 0) return undefined
    const pixels = indices.length * images.width * images.height
    if (indices.length > 1 && pixels > MAX_SHEET_PIXELS) return undefined
    const columns = 'spread' in request ? indices.length : Math.min(SHEET_COLUMNS, indices.length)
    return this.drawing.run(COPIES * pixels * images.channels, async () =>
      encodePng(drawSheet(await images.read(indices), images, columns)),
    )
  }

  /**
   * @returns the names of the files of some images, as a JSON list; undefined if they are not stored
   * @throws StudioError `data`
   */
  async names(
    request: ImageRange,
    find: (name: string) => Promise<DatasetListing>,
  ): Promise<Uint8Array | undefined> {
    const { dataset, part } = request
    const key = `${part}/${dataset}`
    const images = await this.open(key, async () => browse(await find(dataset), part))
    if (images?.names === undefined) return undefined
    return Buffer.from(JSON.stringify(await images.names(this.select(request, images))))
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

  private select(request: SheetRequest, { count, labels }: BrowsedImages): number[] {
    if ('spread' in request) return spreadOver(count, request.spread)
    const { dataset, part, class: only, from } = request
    const to = from + request.count
    if (only === undefined) {
      const end = Math.min(to, count)
      return Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i)
    }
    const key = `${part}/${dataset}/${only}`
    if (this.ofClass?.key !== key) {
      const indices: number[] = []
      labels?.forEach((one, i) => {
        if (one === only) indices.push(i)
      })
      this.ofClass = { key, indices }
    }
    return this.ofClass.indices.slice(from, to)
  }
}
