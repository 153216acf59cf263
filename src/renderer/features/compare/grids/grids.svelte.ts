import { untrack } from 'svelte'
import type { DecodedGrid, GridImages } from '../../gallery/gallery-images'
import { nearbyIndices } from '../../gallery/gallery-playback'
import { Playback } from '../../gallery/playback.svelte'
import { StageZoom } from '../../gallery/stage-zoom.svelte'
import { distinct } from './distinct'

/** Positions whose grids are decoded after and before the current one. */
const AHEAD = 8
const BEHIND = 2

/** The sample grids of one run. */
export interface GridSource<T extends DecodedGrid = ImageBitmap> {
  id: string
  /** Steps that have a grid, ascending. */
  samples: readonly number[]
  /** The x value of a step. */
  at: (step: number) => number
  images: Pick<GridImages<T>, 'get' | 'failed' | 'setWanted'>
}

/**
 * The grids of several runs on one timeline: its positions are the x values of all grids, and each
 * run shows its newest grid up to there.
 */
export class Grids<T extends DecodedGrid = ImageBitmap> extends Playback {
  readonly zoom: StageZoom
  private opened = $state<number>()
  /** The chosen x value; undefined follows the newest. */
  private chosen = $state<number>()

  /** @param besides height of everything shown with the grids, in CSS pixels */
  constructor(
    private readonly sources: () => readonly GridSource<T>[],
    besides: () => number = () => 0,
  ) {
    super(5)
    this.zoom = new StageZoom(besides)
  }

  /** The x values of all grids, ascending. */
  readonly positions = $derived.by((): readonly number[] => {
    const all = this.sources().flatMap(({ samples, at }) => samples.map(at))
    return distinct(all).sort((a, b) => a - b)
  })
  readonly count = $derived.by(() => this.positions.length)
  /** The index of the last position up to the chosen x value. */
  readonly index = $derived.by(() => {
    const { chosen, positions } = this
    if (chosen === undefined) return Math.max(0, positions.length - 1)
    return Math.max(
      0,
      positions.findLastIndex((x) => x <= chosen),
    )
  })
  readonly position = $derived.by(() => this.positions[this.index])

  /** Index of the image that is shown on its own in every grid; undefined for the whole grids. */
  get cell(): number | undefined {
    return this.opened
  }

  open(cell: number | undefined): void {
    this.opened = cell
    this.zoom.fit()
  }

  /** The step of the grid that a run shows; undefined if it has none up to here. */
  stepOf(source: GridSource<T>, index = this.index): number | undefined {
    const x = this.positions[index]
    return x === undefined ? undefined : source.samples.findLast((step) => source.at(step) <= x)
  }

  show(index: number): void {
    const last = this.count - 1
    const clamped = Math.min(Math.max(0, index), last)
    this.chosen = clamped === last ? undefined : this.positions[clamped]
  }

  protected isReady(index: number): boolean {
    return this.sources().every((source) => {
      const step = this.stepOf(source, index)
      const { images } = source
      return step === undefined || images.get(step) !== undefined || images.failed(step)
    })
  }

  /** Makes the runs load the grids near the current position, and release all others. */
  load(): void {
    const near = nearbyIndices(this.index, this.count, AHEAD, BEHIND)
    for (const source of this.sources()) {
      const steps = near.flatMap((index) => this.stepOf(source, index) ?? [])
      // Untracked: loading must not be started again by each image that arrives.
      untrack(() => source.images.setWanted(distinct(steps)))
    }
  }
}
