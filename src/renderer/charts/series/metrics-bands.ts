/* Values of metrics in buckets of steps; metrics-series.ts defines the buckets. */

/** A metric's mean, minimum and maximum per bucket; NaN if none of its steps has the metric. */
export interface Band {
  mean: number[]
  low: number[]
  high: number[]
}

/** Bands by metric, including metrics unknown to this version. */
export type Bands = ReadonlyMap<string, Band>

export const emptyBand = (): Band => ({ mean: [], low: [], high: [] })

const gap = (buckets: number): Band => {
  const values = new Array<number>(buckets).fill(NaN)
  return { mean: values, low: values, high: values }
}

export const mapBands = (bands: Bands, change: (band: Band) => Band): Bands =>
  new Map([...bands].map(([key, band]) => [key, change(band)]))

export const cutBand = ({ mean, low, high }: Band, begin: number, end: number): Band => ({
  mean: mean.slice(begin, end),
  low: low.slice(begin, end),
  high: high.slice(begin, end),
})

/** Concatenates bands, with NaN where a part lacks a metric of another. */
export function joinBands(parts: readonly { buckets: number; bands: Bands }[]): Bands {
  const keys = new Set(parts.flatMap(({ bands }) => [...bands.keys()]))
  const joined = new Map<string, Band>()
  for (const key of keys) {
    const pieces = parts.map(({ buckets, bands }) => bands.get(key) ?? gap(buckets))
    joined.set(key, {
      mean: pieces.flatMap(({ mean }) => mean),
      low: pieces.flatMap(({ low }) => low),
      high: pieces.flatMap(({ high }) => high),
    })
  }
  return joined
}

/**
 * Merges groups of neighbouring buckets. Each bucket is weighted by its number of steps, even if
 * only some have the metric; buckets without the metric are ignored.
 *
 * @param starts index of the first bucket of each group
 * @param weights number of steps per bucket
 */
export function mergeBand(band: Band, starts: readonly number[], weights: readonly number[]): Band {
  const merged = emptyBand()
  starts.forEach((start, g) => {
    let sum = 0
    let weight = 0
    let low = Infinity
    let high = -Infinity
    for (let i = start; i < (starts[g + 1] ?? weights.length); i++) {
      const mean = band.mean[i] ?? NaN
      if (Number.isNaN(mean)) continue
      const share = weights[i] ?? 0
      weight += share
      sum += share * mean
      low = Math.min(low, band.low[i] ?? low)
      high = Math.max(high, band.high[i] ?? high)
    }
    merged.mean.push(weight === 0 ? NaN : sum / weight)
    merged.low.push(weight === 0 ? NaN : low)
    merged.high.push(weight === 0 ? NaN : high)
  })
  return merged
}
