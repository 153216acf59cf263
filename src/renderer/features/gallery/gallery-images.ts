import { SvelteMap } from 'svelte/reactivity'

/** The part of a bitmap that {@link GridImages} uses. */
export type DecodedGrid = Pick<ImageBitmap, 'width' | 'height' | 'close'>

/** Maximum number of concurrent loads; more would block the page. */
const LOADS_AT_ONCE = 4

/** A cache of the decoded grids near the current one; others are released. */
export class GridImages<T extends DecodedGrid = ImageBitmap> {
  private readonly bitmaps = new SvelteMap<number, T>()
  private readonly failures = new SvelteMap<number, unknown>()
  private readonly loading = new Set<number>()
  private wanted: ReadonlySet<number> = new Set()
  /** Wanted steps that are not loaded or loading, in order. */
  private waiting: number[] = []

  constructor(private readonly load: (step: number) => Promise<T>) {}

  get(step: number): T | undefined {
    return this.bitmaps.get(step)
  }

  failed(step: number): boolean {
    return this.failures.has(step)
  }

  /** Sets the grids to keep decoded. They load in the given order; all others are released. */
  setWanted(steps: readonly number[]): void {
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
