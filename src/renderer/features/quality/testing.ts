import type { Evaluation, MetricResult } from '../../../contract/evaluations/evaluation'
import { madeUpEvaluation } from '../../../contract/testing/made-up-evaluation'

/** The result of a metric, without details. */
export const resultOf = (key: string, value: number): MetricResult => ({
  ...{ key, value, details: {}, protocol: {} },
})

/** An evaluation of a checkpoint, as the host sends it. */
export const evaluationOf = (changes: Partial<Evaluation> = {}): Evaluation =>
  madeUpEvaluation({ results: [resultOf('fid', 12.5)], ...changes })

/** An evaluation of a step with these values by metric. */
export function measuredAt(
  step: number,
  values: Record<string, number>,
  { count = 80, ...changes }: Partial<Evaluation> & { count?: number } = {},
): Evaluation {
  const results = Object.entries(values).map(([key, value]) => resultOf(key, value))
  const { protocol } = evaluationOf(changes)
  return evaluationOf({
    ...{ step, results, ...changes },
    protocol: { ...protocol, generatedCount: count },
  })
}
