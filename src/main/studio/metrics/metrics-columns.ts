import { metricKeys } from '../../../contract/metrics/record'
import type { Metrics } from '../../../contract/metrics/record'
import { metricOf } from '../../../contract/metrics/table'
import type { MetricsWindow, WindowBand } from '../../../contract/metrics/window'

/** Maximum number of unknown metrics, since a log may contain any keys. */
const MAX_UNKNOWN = 64

/** A run's metrics as one array per metric, with 8 bytes per step each, plus an array of steps. */
export class MetricsColumns {
  private steps = new Float64Array(1024)
  /** Same length as `steps`; NaN if a step lacks the metric. */
  private columns = new Map<string, Float64Array>()
  private unknown = 0
  private count = 0

  get length(): number {
    return this.count
  }

  /** 0 if there are no points. */
  get lastStep(): number {
    return this.steps[this.count - 1] ?? 0
  }

  /** Adds points in ascending order of step; steps that already exist are skipped. */
  append(points: readonly Metrics[]): void {
    for (const point of points) {
      if (point.step <= this.lastStep) continue
      if (this.count === this.steps.length) this.grow()
      this.steps[this.count] = point.step
      for (const key of metricKeys(point)) {
        const column = this.columns.get(key) ?? this.addColumn(key)
        if (column !== undefined) column[this.count] = point[key] ?? NaN
      }
      this.count++
    }
  }

  private addColumn(key: string): Float64Array | undefined {
    if (metricOf(key) === undefined && ++this.unknown > MAX_UNKNOWN) return undefined
    const column = new Float64Array(this.steps.length).fill(NaN)
    this.columns.set(key, column)
    return column
  }

  private grow(): void {
    const larger = (values: Float64Array) => {
      const grown = new Float64Array(2 * this.count).fill(NaN)
      grown.set(values)
      return grown
    }
    this.steps = larger(this.steps)
    for (const [key, column] of this.columns) this.columns.set(key, larger(column))
  }

  /**
   * The points of steps `from` to `to`, thinned to at most `buckets` buckets with about the same
   * number of points; every point is in exactly one.
   */
  window({ from = 1, to = Infinity, buckets }: WindowRequest): MetricsWindow {
    const begin = this.indexOf(from)
    const points = Math.max(0, this.indexOf(to + 1) - begin)
    const number = Math.min(buckets, points)
    const edges = Uint32Array.from(
      { length: number + 1 },
      (_, i) => begin + Math.floor((i * points) / number),
    )
    const step = Array.from(edges.subarray(1), (end) => this.steps[end - 1] ?? 0)
    const bands = [...this.columns].map(([key, column]) => [key, bandOf(column, edges)] as const)
    return { step, series: Object.fromEntries(bands), lastStep: this.lastStep }
  }

  /** Index of the first point of a step or later. */
  private indexOf(step: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.steps[middle] ?? 0) < step) low = middle + 1
      else high = middle
    }
    return low
  }
}

interface WindowRequest {
  from?: number | undefined
  to?: number | undefined
  buckets: number
}

/** @param edges bucket i has the values from edges[i] up to, but not including, edges[i + 1] */
function bandOf(values: Float64Array, edges: Uint32Array): WindowBand {
  const band: WindowBand = { mean: [], low: [], high: [] }
  for (let i = 0; i + 1 < edges.length; i++) {
    const [begin, end] = [edges[i] ?? 0, edges[i + 1] ?? 0]
    let sum = 0
    let count = 0
    let low = Infinity
    let high = -Infinity
    for (let j = begin; j < end; j++) {
      const value = values[j] ?? NaN
      if (Number.isNaN(value)) continue
      sum += value
      count++
      if (value < low) low = value
      if (value > high) high = value
    }
    // Rounding in the sum must not push the mean out of its bounds.
    band.mean.push(count === 0 ? null : Math.min(high, Math.max(low, sum / count)))
    band.low.push(count === 0 ? null : low)
    band.high.push(count === 0 ? null : high)
  }
  return band
}
