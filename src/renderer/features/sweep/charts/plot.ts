import { compareScores } from '../../../../contract/sweep/order'
import type { AxisValue } from '../../../../contract/sweep/spec'
import type { Setting } from '../settings'
import { scoreAt } from '../table/rows'
import type { SweepRow } from '../table/rows'

/* The geometry of a sweep's charts. Shares are from 0, the lowest value, to 1. */

/** A configuration with a score. */
export interface Scored {
  row: SweepRow
  score: number
  /** 0 for the worst score, 1 for the best; equal scores have equal ranks. */
  rank: number
}

/**
 * The configurations with a score, best first.
 *
 * @param rung undefined for the newest score of each
 */
export function scoredRows(
  rows: readonly SweepRow[],
  metric: string,
  rung: number | undefined,
): Scored[] {
  const all = rows.flatMap((row) => {
    const score = rung === undefined ? row.score : scoreAt(row, rung)
    return score === null || !Number.isFinite(score) ? [] : [{ row, score }]
  })
  // Already best first if each has its newest score, with later rungs before earlier ones.
  const sorted =
    rung === undefined ? all : all.toSorted((a, b) => compareScores(metric, a.score, b.score))
  let place = 0
  return sorted.map((each, i) => {
    const before = sorted[i - 1]
    if (before?.score !== each.score || before.row.rung !== each.row.rung) place = i
    return { ...each, rank: sorted.length < 2 ? 1 : 1 - place / (sorted.length - 1) }
  })
}

/** An axis of a chart: the share at which a value is drawn, and values to label. */
export interface PlotAxis {
  isLog: boolean
  shareOf: (value: AxisValue) => number
  ticks: readonly { share: number; value: AxisValue }[]
}

/** From this ratio of the largest score to the smallest on, scores have a logarithmic axis. */
const WIDE = 20
/** More values of a setting are not all labelled. */
const MOST_TICKS = 8

/** The axis of a setting: values at their place, or options at equal distances. */
export function settingAxis({ isNumber, isLog, values }: Setting): PlotAxis {
  if (isNumber) return numberAxis(values.map(Number), isLog, values.length <= MOST_TICKS)
  const last = Math.max(1, values.length - 1)
  const shareOf = (value: AxisValue): number =>
    values.length < 2 ? 0.5 : values.indexOf(value) / last
  return { isLog: false, shareOf, ticks: values.map((value) => ({ value, share: shareOf(value) })) }
}

export function scoreAxis(scores: readonly number[]): PlotAxis {
  const [low, high] = endsOf(scores)
  return numberAxis(scores, low > 0 && high / low >= WIDE, false)
}

const endsOf = (values: readonly number[]): [number, number] =>
  values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  )

function numberAxis(values: readonly number[], isLog: boolean, labelsAll: boolean): PlotAxis {
  const scale = (value: number): number => (isLog ? Math.log(value) : value)
  const [low, high] = endsOf(values.map(scale))
  const shareOf = (value: AxisValue): number =>
    high > low ? (scale(Number(value)) - low) / (high - low) : 0.5
  const between = (share: number): number => {
    const at = low + share * (high - low)
    return Number((isLog ? Math.exp(at) : at).toPrecision(3))
  }
  const marked = labelsAll ? [...new Set(values)] : [0, 0.25, 0.5, 0.75, 1].map(between)
  const ticks = [...new Set(marked)].map((value) => ({ value, share: shareOf(value) }))
  return { isLog, shareOf, ticks: spread(ticks.filter(({ share }) => Number.isFinite(share))) }
}

/** Labels need this much of the axis. */
const GAP = 0.08

/** Leaves out ticks that are too close to the one before. */
function spread(ticks: PlotAxis['ticks']): PlotAxis['ticks'] {
  const kept: { share: number; value: AxisValue }[] = []
  for (const tick of ticks.toSorted((a, b) => a.share - b.share)) {
    if (tick.share - (kept.at(-1)?.share ?? -1) >= GAP) kept.push(tick)
  }
  return kept
}

/** The number of colours: thousands of lines are drawn as one path of each. */
export const SHADES = 8
/** The colour of a rank, from 0, the worst, to SHADES - 1. */
export const shadeOf = (rank: number): number =>
  Math.min(SHADES - 1, Math.max(0, Math.floor(rank * SHADES)))

export interface Place {
  x: number
  y: number
}

/** Divides drawn items by colour, the best last, so that they are in front. */
export function byShade<T extends { scored: Scored }>(items: readonly T[]): T[][] {
  const shades = Array.from({ length: SHADES }, (): T[] => [])
  for (const item of items) shades[shadeOf(item.scored.rank)]?.push(item)
  return shades
}

/** SVG path data of a line. */
export const lineData = (places: readonly Place[]): string =>
  places.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')

/** SVG path data of dots, drawn by round line ends. */
export const dotData = (places: readonly Place[]): string =>
  places.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join('')

/** The squared distance of a point from a line between two points. */
export function distanceToLine(at: Place, from: Place, to: Place): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : ((at.x - from.x) * dx + (at.y - from.y) * dy) / length
  const t = Math.min(1, Math.max(0, along))
  return (at.x - from.x - t * dx) ** 2 + (at.y - from.y - t * dy) ** 2
}
