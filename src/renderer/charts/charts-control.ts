import type { StepRange } from './series/metrics-series-range'

/** The state that all charts of a screen share: cursor, zoom, scale and smoothing. */
export interface ChartsControl {
  /** The weight of the past, from 0 (no smoothing) to below 1. */
  smoothing: number
  logarithmic: boolean
  /** True if any of the charts can have a logarithmic y axis. */
  readonly mayBeLogarithmic: boolean
  /** The x value that was pointed at; undefined for the newest. */
  cursor: number | undefined
  /** The x value at which the cursor is drawn. */
  readonly cursorX: number | undefined
  /** The x value whose values are shown: the cursor's, or the newest. */
  readonly position: number
  /** The x values in view. */
  readonly visible: StepRange
  readonly isZoomed: boolean
  setRange(range: StepRange): void
  /** Narrows (factor below 1) or widens the range. */
  zoom(factor: number): void
  /** Moves the range by a fraction of its width. */
  pan(share: number): void
  resetZoom(): void
  /** Moves the cursor by a number of points, starting from the newest if there is no cursor. */
  moveCursor(points: number): void
}
