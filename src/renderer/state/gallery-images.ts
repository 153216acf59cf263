import { SvelteMap } from 'svelte/reactivity'

/** A decoded grid, as far as holding it goes. */
export type Decoded = Pick<ImageBitmap, 'width' | 'height' | 'close'>

export const fetchBitmap = async (url: string): Promise<ImageBitmap> => {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return createImageBitmap(await response.blob())
}

/** Decoded grids near those shown; the rest are let go. */
export class GridImages<T extends Decoded = ImageBitmap> {
  private readonly bitmaps = new SvelteMap<number, T>()
  private readonly failures = new SvelteMap<number, unknown>()
  private readonly loading = new Set<number>()
  private wanted: ReadonlySet<number> = new Set()

  constructor(private readonly load: (step: number) => Promise<T>) {}

  get(step: number): T | undefined {
    return this.bitmaps.get(step)
  }

  failed(step: number): boolean {
    return this.failures.has(step)
  }

  /** Says which grids to have; those asked for first come first. */
  want(steps: readonly number[]): void {
    this.wanted = new Set(steps)
    for (const [step, bitmap] of this.bitmaps) {
      if (this.wanted.has(step)) continue
      this.bitmaps.delete(step)
      bitmap.close()
    }
    for (const step of steps) void this.fetch(step)
  }

  private async fetch(step: number): Promise<void> {
    if (this.bitmaps.has(step) || this.loading.has(step)) return
    this.loading.add(step)
    try {
      const bitmap = await this.load(step)
      this.failures.delete(step)
      if (this.wanted.has(step)) this.bitmaps.set(step, bitmap)
      else bitmap.close()
    } catch (error) {
      this.failures.set(step, error)
    } finally {
      this.loading.delete(step)
    }
  }
}
