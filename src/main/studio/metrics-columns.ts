import type { Metrics } from '../../contract/run'
import { seriesNames } from '../../contract/summary'
import type { Band, MetricsWindow, SeriesName } from '../../contract/summary'

const columnNames = ['step', ...seriesNames] as const
type Columns = Record<(typeof columnNames)[number], Float64Array>

const emptyColumns = (capacity: number): Columns => ({
  step: new Float64Array(capacity),
  lossD: new Float64Array(capacity),
  lossG: new Float64Array(capacity),
  dReal: new Float64Array(capacity),
  dFake: new Float64Array(capacity),
})

/** A run's metrics by series, in plain arrays: 40 bytes a step. */
export class MetricsColumns {
  private columns = emptyColumns(1024)
  private count = 0

  get length(): number {
    return this.count
  }

  /** 0 while there are none. */
  get lastStep(): number {
    return this.columns.step[this.count - 1] ?? 0
  }

  /** Adds points by rising step; those of steps that are there already are left out. */
  append(points: readonly Metrics[]): void {
    for (const point of points) {
      if (point.step <= this.lastStep) continue
      if (this.count === this.columns.step.length) this.grow()
      for (const name of columnNames) this.columns[name][this.count] = point[name]
      this.count++
    }
  }

  private grow(): void {
    const larger = emptyColumns(2 * this.count)
    for (const name of columnNames) larger[name].set(this.columns[name])
    this.columns = larger
  }

  /**
   * The points of steps `from` to `to`, thinned to at most `buckets` of about as many points each;
   * every point is in exactly one.
   */
  window({ from = 1, to = Infinity, buckets }: WindowRequest): MetricsWindow {
    const begin = this.indexOf(from)
    const points = Math.max(0, this.indexOf(to + 1) - begin)
    const number = Math.min(buckets, points)
    const edges = Uint32Array.from(
      { length: number + 1 },
      (_, i) => begin + Math.floor((i * points) / number),
    )
    const ends = edges.subarray(1)
    const step = Array.from(ends, (end) => this.columns.step[end - 1] ?? 0)
    const band = (name: SeriesName): Band => bandOf(this.columns[name], edges)
    return {
      step,
      lossD: band('lossD'),
      lossG: band('lossG'),
      dReal: band('dReal'),
      dFake: band('dFake'),
      lastStep: this.lastStep,
    }
  }

  /** Index of the first point of a step or later. */
  private indexOf(step: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.columns.step[middle] ?? 0) < step) low = middle + 1
      else high = middle
    }
    return low
  }
}

export interface WindowRequest {
  from?: number | undefined
  to?: number | undefined
  buckets: number
}

/** @param edges bucket i holds the values from edges[i] up to, not including, edges[i + 1] */
function bandOf(values: Float64Array, edges: Uint32Array): Band {
  const band: Band = { mean: [], low: [], high: [] }
  for (let i = 0; i + 1 < edges.length; i++) {
    const [begin, end] = [edges[i] ?? 0, edges[i + 1] ?? 0]
    let sum = 0
    let low = Infinity
    let high = -Infinity
    for (let j = begin; j < end; j++) {
      const value = values[j] ?? 0
      sum += value
      if (value < low) low = value
      if (value > high) high = value
    }
    // Rounding in the sum must not carry the mean out of its bounds.
    band.mean.push(Math.min(high, Math.max(low, sum / (end - begin))))
    band.low.push(low)
    band.high.push(high)
  }
  return band
}
