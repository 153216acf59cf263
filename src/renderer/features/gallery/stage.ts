import type { GridImages } from './gallery-images'
import type { Speed } from './gallery-playback'
import type { StageZoom } from './stage-zoom.svelte'

/** The state that a stage needs to show a grid, or one of its images. */
export interface Stage {
  readonly zoom: StageZoom
  readonly images: Pick<GridImages, 'get' | 'failed'>
  /** Index of the image that is shown on its own; undefined for the whole grid. */
  readonly cell: number | undefined
  open(cell: number | undefined): void
}

/** Grids on a timeline that can be played. */
export interface PlayedTimeline {
  readonly index: number
  readonly count: number
  readonly playing: boolean
  speed: Speed
  show(index: number): void
  toggle(): void
}
