import type { Preview, PreviewRequest } from '../../../contract/datasets/preview'
import type { SourceDescription, SourceRequest } from '../../../contract/datasets/source'
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

type Shown = Omit<Preview, 'id'>

/** Describes sources and prepares some of their images, keeping the last source listed. */
export class SourceReader {
  private last: { key: string; source: Promise<OpenSource>; until: number } | undefined
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
    return (await this.open(request, ticket)).description
  }

  /** Ends a description that is being made; does nothing if it is complete. */
  cancel(ticket: string): void {
    this.looks.get(ticket)?.cancel()
  }

  /** Prepares images spread evenly over the source, and draws them into one PNG. */
  async preview(request: PreviewRequest, file: string): Promise<Shown> {
    const source = await this.open(request.source)
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

  private async open(request: SourceRequest, ticket?: string): Promise<OpenSource> {
    const key = JSON.stringify(request)
    if (this.last?.key === key && performance.now() < this.last.until) return this.last.source
    this.forget()
    const look = new Look(this.patience)
    const { signal, enough } = look
    const source = look.at(openSource(request, { signal, enough }), (late) => void late.close())
    this.last = { key, source, until: performance.now() + KEEP_MS }
    if (ticket !== undefined) this.looks.set(ticket, look)
    try {
      return await source
    } finally {
      if (ticket !== undefined) this.looks.delete(ticket)
    }
  }

  /** Closes the last source, as soon as it is open. */
  private forget(): void {
    const { last } = this
    this.last = undefined
    void last?.source.then(
      (source) => source.close(),
      () => undefined,
    )
  }
}

function evenly(indices: Uint32Array, count: number): number[] {
  const taken = Math.min(count, indices.length)
  return Array.from(
    { length: taken },
    (_, i) => indices[Math.floor((i * indices.length) / taken)] as number,
  )
}
