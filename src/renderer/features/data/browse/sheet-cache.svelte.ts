import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'

/** Sheets that load at the same time. */
const MAX_LOADING = 4
/** Sheets that are kept besides the wanted ones. */
const SPARE = 12

/** A picture that is decoded and ready to be drawn. */
export interface LoadedSheet {
  /** Its URL within the page. */
  src: string
  release: () => void
}
/** Rejects with the signal's reason if it is aborted. */
export type LoadSheet = (url: string, signal: AbortSignal) => Promise<LoadedSheet>

/**
 * The pictures of a long list that is scrolled: loads those in view, cancels those that left the
 * view before they arrived, and keeps a few for scrolling back.
 */
export class SheetCache {
  /** Why sheets in view could not be loaded. */
  error = $state.raw<ErrorReport>()
  /** Least recently wanted first. */
  private readonly loaded = new SvelteMap<string, LoadedSheet>()
  private readonly loading = new SvelteMap<string, AbortController>()
  private wanted: readonly string[] = []
  private readonly failed = new SvelteSet<string>()

  constructor(private readonly load: LoadSheet) {}

  /** The URL of a loaded sheet within the page; undefined until it is ready. */
  srcOf(url: string): string | undefined {
    return this.loaded.get(url)?.src
  }

  /** Says which sheets are in view, the most important first. */
  want(urls: readonly string[]): void {
    this.wanted = urls
    for (const [url, controller] of this.loading) {
      if (urls.includes(url)) continue
      controller.abort()
      this.loading.delete(url)
    }
    this.fill()
  }

  /** Loads again what could not be loaded. */
  retry(): void {
    this.failed.clear()
    this.error = undefined
    this.fill()
  }

  /** Releases all pictures. */
  close(): void {
    this.want([])
    for (const [url, { release }] of this.loaded) {
      this.loaded.delete(url)
      release()
    }
  }

  private fill(): void {
    for (const url of this.wanted) {
      if (this.loading.size >= MAX_LOADING) return
      if (this.loaded.has(url) || this.loading.has(url) || this.failed.has(url)) continue
      void this.begin(url)
    }
  }

  private async begin(url: string): Promise<void> {
    const controller = new AbortController()
    this.loading.set(url, controller)
    try {
      const sheet = await this.load(url, controller.signal)
      if (controller.signal.aborted) return sheet.release()
      this.loaded.set(url, sheet)
      this.evict()
    } catch (error) {
      if (controller.signal.aborted) return
      this.failed.add(url)
      this.error = toReport(error)
    }
    this.loading.delete(url)
    this.fill()
  }

  private evict(): void {
    const spare = [...this.loaded].filter(([url]) => !this.wanted.includes(url))
    for (const [url, { release }] of spare.slice(0, Math.max(0, spare.length - SPARE))) {
      this.loaded.delete(url)
      release()
    }
  }
}
