import { noImages, toggled, withRange } from './index-sets'
import type { IndexSet } from './index-sets'

/**
 * A selection of any number of images, by index. Ranges extend from the last image that was
 * selected or deselected alone.
 */
export class ImageSelection {
  /** In the order of selection. */
  private chosen = $state.raw<IndexSet>(noImages)
  private anchor = 0
  /** The selection without the range that is being extended. */
  private base: IndexSet = noImages

  readonly count = $derived(this.chosen.size)
  /** In ascending order. */
  readonly numbers = $derived([...this.chosen].sort((a, b) => a - b))
  /** The ends of an interpolation, in the order of selection; undefined unless two are selected. */
  readonly ends = $derived.by((): readonly [number, number] | undefined => {
    const [from, to] = this.chosen
    return this.count === 2 && from !== undefined && to !== undefined ? [from, to] : undefined
  })

  has(n: number): boolean {
    return this.chosen.has(n)
  }

  /** The end of the interpolation that an image is, if any. */
  endOf(n: number): 'a' | 'b' | undefined {
    const at = this.ends?.indexOf(n) ?? -1
    return at < 0 ? undefined : at === 0 ? 'a' : 'b'
  }

  /** Handles a click, or Enter or Space, which a button turns into one. @param range with Shift */
  pick(n: number, range: boolean): void {
    if (range) this.extendTo(n)
    else this.toggle(n)
  }

  toggle(n: number): void {
    this.restart(n, toggled(this.chosen, n))
  }

  /** Adds all images from the anchor to `n`, in place of the previous range from there. */
  extendTo(n: number): void {
    this.chosen = withRange(this.base, this.anchor, n)
  }

  /** Extends a range by the keyboard: it begins at `from` unless one is being extended. */
  extend(from: number, to: number): void {
    if (this.chosen === this.base) this.anchor = from
    this.extendTo(to)
  }

  /** Keeps the current range as it is; the next one begins anew. */
  endRange(): void {
    this.base = this.chosen
  }

  selectAll(count: number): void {
    this.restart(0, withRange(noImages, 0, count - 1))
  }

  clear(): void {
    this.restart(0, noImages)
  }

  private restart(anchor: number, chosen: IndexSet): void {
    this.anchor = anchor
    this.base = chosen
    this.chosen = chosen
  }
}
