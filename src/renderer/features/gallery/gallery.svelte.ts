import type { DecodedGrid, GridImages } from './gallery-images'
import { advance, nearbyIndices, play } from './gallery-playback'
import type { Speed } from './gallery-playback'
import { StageZoom } from './stage-zoom.svelte'

/** Number of grids decoded after and before the current one. */
const AHEAD = 24
const BEHIND = 6

/** The gallery's state: position, playback, zoomed image and comparison. */
export class Gallery<T extends DecodedGrid = ImageBitmap> {
  playing = $state(false)
  speed = $state<Speed>(10)
  /** Index of the image that is shown on its own. */
  private opened = $state<number>()
  readonly zoom: StageZoom
  /** The selected step; undefined follows the newest. */
  private chosen = $state<number>()
  /** The step to compare with. */
  private chosenOther = $state<number>()
  private carry = 0

  readonly count = $derived.by(() => this.steps().length)
  readonly index = $derived(this.indexOf(this.chosen))
  readonly step = $derived.by(() => this.steps()[this.index])
  readonly comparing = $derived(this.chosenOther !== undefined)
  readonly otherIndex = $derived(this.indexOf(this.chosenOther))
  readonly otherStep = $derived.by(() =>
    this.comparing ? this.steps()[this.otherIndex] : undefined,
  )
  /** The steps whose grids to keep decoded, most urgent first. */
  readonly wantedSteps = $derived.by(() => {
    const near = nearbyIndices(this.index, this.count, AHEAD, BEHIND)
    const others = this.comparing ? nearbyIndices(this.otherIndex, this.count, 2, 2) : []
    const steps = this.steps()
    return [...near, ...others].flatMap((i) => steps[i] ?? [])
  })

  /** @param besides height of everything shown with a grid, in CSS pixels */
  constructor(
    private readonly steps: () => readonly number[],
    readonly images: GridImages<T>,
    besides: () => number = () => 0,
  ) {
    this.zoom = new StageZoom(besides)
  }

  /** Index of the image that is shown on its own; undefined for the whole grid. */
  get cell(): number | undefined {
    return this.opened
  }

  /** Shows one image on its own, or the whole grid again, as large as fits. */
  open(cell: number | undefined): void {
    this.opened = cell
    this.zoom.fit()
  }

  show(index: number): void {
    const steps = this.steps()
    const clamped = Math.min(Math.max(0, index), steps.length - 1)
    this.chosen = clamped === steps.length - 1 ? undefined : steps[clamped]
  }

  showOther(index: number): void {
    const steps = this.steps()
    this.chosenOther = steps[Math.min(Math.max(0, index), steps.length - 1)]
  }

  /** Turns comparison on, initially with the first grid, or off. */
  compare(on: boolean): void {
    this.chosenOther = on ? this.steps()[0] : undefined
  }

  toggle(): void {
    if (this.playing) {
      this.playing = false
      return
    }
    const head = play({ index: this.index, carry: 0, playing: false }, this.count)
    this.carry = 0
    this.show(head.index)
    this.playing = head.playing
  }

  /** Advances playback, waiting for grids that are not decoded yet. @param elapsed milliseconds */
  tick(elapsed: number): void {
    const head = { index: this.index, carry: this.carry, playing: this.playing }
    const next = advance(head, this.count, elapsed, this.speed)
    const step = this.steps()[next.index]
    const missing = step !== undefined && this.images.get(step) === undefined
    if (missing && !this.images.failed(step)) return
    this.carry = next.carry
    this.playing = next.playing
    if (next.index !== this.index) this.show(next.index)
  }

  private indexOf(step: number | undefined): number {
    const last = Math.max(0, this.steps().length - 1)
    const index = step === undefined ? last : this.steps().indexOf(step)
    return index < 0 ? last : index
  }
}
