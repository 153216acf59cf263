import type { DecodedGrid, GridImages } from './gallery-images'
import { nearbyIndices } from './gallery-playback'
import { Playback } from './playback.svelte'
import { StageZoom } from './stage-zoom.svelte'

/** Number of grids decoded after and before the current one. */
const AHEAD = 24
const BEHIND = 6

/** The gallery's state: position, playback, zoomed image and comparison. */
export class Gallery<T extends DecodedGrid = ImageBitmap> extends Playback {
  /** Index of the image that is shown on its own. */
  private opened = $state<number>()
  readonly zoom: StageZoom
  /** The selected step; undefined follows the newest. */
  private chosen = $state<number>()
  /** The step to compare with. */
  private chosenOther = $state<number>()

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
    super(10)
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

  protected isReady(index: number): boolean {
    const step = this.steps()[index]
    return step === undefined || this.images.get(step) !== undefined || this.images.failed(step)
  }

  private indexOf(step: number | undefined): number {
    const last = Math.max(0, this.steps().length - 1)
    const index = step === undefined ? last : this.steps().indexOf(step)
    return index < 0 ? last : index
  }
}
