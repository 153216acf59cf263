import { namesUrl } from '../../../images/resources'
import type { ImageRange } from '../../../../contract/datasets/sheet'

/** Names that are requested together. */
const WINDOW = 100

/** Images to choose one from: a part of a data set, or one class of it. */
export type Chosen = Omit<ImageRange, 'from' | 'count'>

/** Names of the files that images came from. Those around one image are kept at a time. */
export class ImageNames {
  private loaded = $state.raw<{ key: string; names: readonly string[] }>()

  /**
   * Loads the names around an image, unless they are loaded.
   *
   * @returns a function that cancels the request
   */
  load(chosen: Chosen, index: number): () => void {
    const stop = new AbortController()
    const request = { ...chosen, from: index - (index % WINDOW), count: WINDOW }
    const key = namesUrl(request)
    // Images are shown without names if these cannot be loaded.
    if (this.loaded?.key !== key) void this.fetch(key, stop.signal).catch(() => undefined)
    return () => stop.abort()
  }

  /** The name of an image; undefined until it has arrived, or if there is none. */
  of(chosen: Chosen, index: number): string | undefined {
    const key = namesUrl({ ...chosen, from: index - (index % WINDOW), count: WINDOW })
    const name = this.loaded?.key === key ? this.loaded.names[index % WINDOW] : undefined
    return name === '' ? undefined : name
  }

  private async fetch(key: string, signal: AbortSignal): Promise<void> {
    const response = await fetch(key, { signal })
    if (!response.ok) return
    const names: unknown = await response.json()
    if (!Array.isArray(names)) return
    this.loaded = { key, names: names.map((name) => (typeof name === 'string' ? name : '')) }
  }
}
