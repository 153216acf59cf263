import type { Preview, PreviewRequest } from '../../../contract/datasets/preview'
import type { SourceDescription, SourceRequest } from '../../../contract/datasets/source'
import { MemoryBudget } from '../../image/memory-budget'
import { encodePng } from '../../image/png'
import { drawSheet } from '../../image/sheet'
import { mapOrdered } from '../../sources/map-ordered'
import { openSource } from '../../sources/sources'
import type { OpenSource } from '../../sources/source'
import { writeFileAtomic } from '../../storage/files/atomic'
import { Look, usualPatience } from './looks'
import { prepared } from './prepared'
import { select } from './select'

/** Milliseconds for which a listed source is used again, as for one preview after the other. */
const KEEP_MS = 60_000
const CONCURRENCY = 4
/** Bytes that previews may use while they are drawn; a larger one is drawn alone. */
const DRAWING_BYTES = 256 * 2 ** 20
/** Copies of a preview in memory: as images, as a sheet, as rows, and compressed. */
const COPIES = 4

type Shown = Omit<Preview, 'id'>

/** A source that has been listed, and is closed when nothing reads it any more. */
interface Listed {
  key: string
  source: Promise<OpenSource>
  /** When it is to be listed again. */
  until: number
  readers: number
}

/**
 * Describes sources and prepares some of their images, for several requests at a time. The listing
 * of the last source is kept.
 */
export class SourceReader {
  private last: Listed | undefined
  private readonly drawing = new MemoryBudget(DRAWING_BYTES)
  /** Looks that can be cancelled, by their tickets. */
  private readonly looks = new Map<string, Look>()

  constructor(private readonly patience = usualPatience) {}

  /**
   * Describes a source; a folder with very many files by those that were found in limited time.
   *
   * @param ticket what {@link cancel} takes
   * @throws StudioError `data` if it cannot be read, or not in time; `usage` if cancelled
   */
  async describe(request: SourceRequest, ticket?: string): Promise<SourceDescription> {
    this.forget()
    const look = new Look(this.patience)
    if (ticket !== undefined) this.looks.set(ticket, look)
    try {
      return await this.use(request, (source) => Promise.resolve(source.description), look)
    } finally {
      if (ticket !== undefined) this.looks.delete(ticket)
    }
  }

  /** Ends a description that is being made; does nothing if it is complete. */
  cancel(ticket: string): void {
    this.looks.get(ticket)?.cancel()
  }

  /** Prepares images spread evenly over the source, and draws them into one PNG. */
  preview(request: PreviewRequest, file: string): Promise<Shown> {
    const { imageSize, channels } = request.preparation
    const bytes = COPIES * request.count * imageSize ** 2 * channels
    return this.use(request.source, (source) =>
      this.drawing.run(bytes, () => drawPreview(source, request, file)),
    )
  }

  private async use<T>(
    request: SourceRequest,
    work: (source: OpenSource) => Promise<T>,
    look?: Look,
  ): Promise<T> {
    const listed = this.listed(request, look)
    listed.readers++
    try {
      return await work(await listed.source)
    } finally {
      listed.readers--
      if (listed !== this.last) closeUnread(listed)
    }
  }

  private listed(request: SourceRequest, given?: Look): Listed {
    const key = JSON.stringify(request)
    if (this.last?.key === key && performance.now() < this.last.until) return this.last
    this.forget()
    const look = given ?? new Look(this.patience)
    const { signal, enough } = look
    const source = look.at(openSource(request, { signal, enough }), (late) => void late.close())
    this.last = { key, source, until: performance.now() + KEEP_MS, readers: 0 }
    return this.last
  }

  private forget(): void {
    const { last } = this
    this.last = undefined
    if (last !== undefined) closeUnread(last)
  }
}

function closeUnread({ source, readers }: Listed): void {
  if (readers > 0) return
  void source.then((opened) => opened.close()).catch(() => undefined)
}

async function drawPreview(
  source: OpenSource,
  request: PreviewRequest,
  file: string,
): Promise<Shown> {
  const { indices, classes } = select(source, request.preparation)
  const usable = indices.filter((i) => classes === null || source.entry(i).label !== null)
  const chosen = evenly(usable, request.count)
  const { imageSize, channels } = request.preparation
  const shown: Shown = {
    ...{ images: [], refused: [] },
    ...{ columns: Math.ceil(Math.sqrt(chosen.length)), imageSize },
  }
  const images: Uint8Array[] = []
  const signal = new AbortController().signal
  const results = mapOrdered(
    source.read(chosen, signal),
    { concurrency: CONCURRENCY, signal },
    (image) => prepared(image, request.preparation),
  )
  let at = 0
  for await (const result of results) {
    const { name, label } = source.entry(chosen[at++] as number)
    if ('refused' in result) {
      shown.refused.push({ name, why: result.refused })
      continue
    }
    const { width, height, pixels } = result
    const className = label === null ? null : (source.description.classes?.[label]?.name ?? null)
    shown.images.push({ name, class: className, width, height })
    images.push(pixels)
  }
  const shape = { width: imageSize, height: imageSize, channels }
  const sheet = drawSheet(images, shape, shown.columns)
  await writeFileAtomic(file, await encodePng(sheet))
  return shown
}

function evenly(indices: Uint32Array, count: number): number[] {
  const taken = Math.min(count, indices.length)
  return Array.from(
    { length: taken },
    (_, i) => indices[Math.floor((i * indices.length) / taken)] as number,
  )
}
