import { labelsUrl } from '../../../images/resources'
import type { BrowseView } from './browse-view.svelte'

/** The class numbers of the part that is shown; none until they have arrived. */
export class PartLabels {
  private numbers = $state.raw<Uint16Array>()

  /** Loads the labels of a part. @returns a function that gives up */
  load(dataset: string, { part, classes }: Pick<BrowseView, 'part' | 'classes'>): () => void {
    const stop = new AbortController()
    this.numbers = undefined
    // Without labels, images merely have no class in their descriptions.
    if (classes.length > 0) void this.fetch(labelsUrl(dataset, part), stop.signal).catch(() => {})
    return () => stop.abort()
  }

  /** The class number of an image of the part. */
  of(index: number): number | undefined {
    return this.numbers?.[index]
  }

  private async fetch(url: string, signal: AbortSignal): Promise<void> {
    const response = await fetch(url, { signal })
    if (!response.ok) return
    const bytes = new DataView(await response.arrayBuffer())
    this.numbers = Uint16Array.from({ length: bytes.byteLength / 2 }, (_, i) =>
      bytes.getUint16(2 * i, true),
    )
  }
}
