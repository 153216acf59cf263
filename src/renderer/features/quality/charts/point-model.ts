import type { Range } from '../../../charts/series/metrics-series-math'
import type { Level } from '../../../charts/chart-model'

/**
 * A point of a chart. `hollow` points belong to less accurate measurements, the `best` one to the
 * best checkpoint.
 */
export interface ChartPoint {
  x: number
  y: number
  hollow: boolean
  best: boolean
}

/** Points that are joined by a line. */
export interface PointLine {
  color: string
  dash: number[]
  points: readonly ChartPoint[]
}

/** The complete content of a chart of few points. */
export interface PointModel {
  lines: readonly PointLine[]
  levels: readonly Level[]
  x: Range
  y: Range
  logarithmic: boolean
  /** The cursor's position on the x axis; undefined if there is no cursor. */
  cursor: number | undefined
  colors: { grid: string; text: string; font: string; ground: string }
  formatX: (value: number, spacing: number) => string
  formatY: (value: number, spacing: number) => string
}
