import { SvelteMap } from 'svelte/reactivity'

/** A decoded grid, as far as holding it goes. */
export type Decoded = Pick<ImageBitmap, 'width' | 'height' | 'close'>

/** Loads under way at once: all that are wanted together would hold up the page. */
const LOADS_AT_ONCE = 4

/** Decoded grids near those shown; the rest are let go. */
export class GridImages<T extends Decoded = ImageBitmap> {
  private readonly bitmaps = new SvelteMap<number, T>()
  private readonly failures = new SvelteMap<number, unknown>()
  private readonly loading = new Set<number>()
  private wanted: ReadonlySet<number> = new Set()
  /** What is wanted and has not been begun, in the order asked for. */
  private waiting: number[] = []

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
    this.waiting = steps.filter((step) => !this.bitmaps.has(step) && !this.loading.has(step))
    this.loadNext()
  }

  private loadNext(): void {
    while (this.loading.size < LOADS_AT_ONCE) {
      const step = this.waiting.shift()
      if (step === undefined) return
      void this.fetch(step)
    }
  }

  private async fetch(step: number): Promise<void> {
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
      this.loadNext()
    }
  }
}
