import type { Evaluation, Pass } from '../../../contract/evaluations/evaluation'
import type { Chart } from '../../../contract/metrics/charts'
import { imageMetrics } from '../../../contract/metrics/images/image-metrics'
import type { EvaluationMetric } from '../../../contract/metrics/metric'

/** A measured value at a step. */
export interface EvaluationPoint {
  step: number
  value: number
  pass: Pass
}

/** The value for real images, and their number. */
export interface LineFloor {
  value: number
  count: number
}

/** A metric's values with the same number of generated images: only these are joined by a line. */
export interface EvaluationLine {
  metric: EvaluationMetric
  /** The number of generated images. */
  count: number
  /** By step. */
  points: readonly EvaluationPoint[]
  /**
   * The newest floor of the same number of images or, if there were not enough, of fewer; undefined
   * if it was not measured.
   */
  floor: LineFloor | undefined
}

/** The value shown for a metric, with the floor that it can be compared with. */
export interface ReadValue extends EvaluationPoint {
  /** The number of generated images. */
  count: number
  floor: LineFloor | undefined
}

/** The value of a metric in an evaluation; undefined if it was not measured. */
export const valueIn = (evaluation: Evaluation, key: string): number | undefined =>
  evaluation.results.find((result) => result.key === key)?.value

/** The metric's floor in an evaluation; undefined if it was not measured. */
export function floorIn({ floor }: Evaluation, key: string): LineFloor | undefined {
  const value = floor?.results.find((result) => result.key === key)?.value
  return floor === null || value === undefined ? undefined : { value, count: floor.count }
}

const metricsOf = (chart: Chart): EvaluationMetric[] =>
  imageMetrics.filter((metric) => metric.chart === chart)

/** The charts that the evaluations have values for, in the order of the table of metrics. */
export function chartsOf(evaluations: readonly Evaluation[]): Chart[] {
  const measured = new Set(evaluations.flatMap(({ results }) => results.map(({ key }) => key)))
  const known = imageMetrics.filter(({ key }) => measured.has(key))
  return [...new Set(known.map(({ chart }) => chart))]
}

/**
 * The lines of a chart: one per metric and number of generated images, most images first.
 *
 * @param evaluations of one protocol, by step
 */
export function linesOf(chart: Chart, evaluations: readonly Evaluation[]): EvaluationLine[] {
  const counts = [...new Set(evaluations.map(({ protocol }) => protocol.generatedCount))]
  counts.sort((a, b) => b - a)
  return metricsOf(chart).flatMap((metric) =>
    counts.flatMap((count) => {
      const alike = evaluations.filter(({ protocol }) => protocol.generatedCount === count)
      const line = lineOf(metric, count, alike)
      return line.points.length === 0 ? [] : [line]
    }),
  )
}

function lineOf(
  metric: EvaluationMetric,
  count: number,
  evaluations: readonly Evaluation[],
): EvaluationLine {
  const { key } = metric
  const points = evaluations.flatMap((evaluation) => {
    const { step, pass } = evaluation
    const value = valueIn(evaluation, key)
    return value === undefined || step === null ? [] : [{ step, value, pass }]
  })
  const floors = evaluations.flatMap((evaluation) => floorIn(evaluation, key) ?? [])
  const floor = floors.findLast((each) => each.count === count) ?? floors.at(-1)
  return { metric, count, points, floor }
}

/** The steps that were measured, ascending. */
export const stepsOf = (evaluations: readonly Evaluation[]): number[] =>
  [...new Set(evaluations.flatMap(({ step }) => (step === null ? [] : [step])))].sort(
    (a, b) => a - b,
  )

/** The newest point of a line up to a step. */
export const pointAt = (
  { points }: EvaluationLine,
  step: number = Infinity,
): EvaluationPoint | undefined => points.findLast((point) => point.step <= step)

/**
 * The newest point of each metric up to a step; of two at the same step, the one with more images.
 *
 * @param lines those of {@link linesOf}
 */
export function readingOf(
  lines: readonly EvaluationLine[],
  step?: number,
): Map<EvaluationMetric, ReadValue> {
  const reading = new Map<EvaluationMetric, ReadValue>()
  for (const line of lines) {
    const point = pointAt(line, step)
    const known = reading.get(line.metric)
    if (point !== undefined && (known === undefined || point.step > known.step)) {
      reading.set(line.metric, { ...point, count: line.count, floor: line.floor })
    }
  }
  return reading
}
