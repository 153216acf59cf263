import type { Evaluation, MetricResult } from '../../../contract/evaluations/evaluation'

const hex = (digit: string): string => digit.repeat(64)

/** The result of a metric, without details. */
export const resultOf = (key: string, value: number): MetricResult => ({
  ...{ key, value, details: {}, protocol: {} },
})

/** An evaluation of a checkpoint, as the host sends it. */
export const evaluationOf = (changes: Partial<Evaluation> = {}): Evaluation => ({
  ...{ schemaVersion: 1, step: 500, checkpoint: hex('a'), weightsSha256: hex('b') },
  ...{ weights: 'ema', pass: 'full' },
  protocol: {
    net: { id: 'pixels', title: 'Pixels', sha256: hex('c'), weak: true },
    dataset: { name: 'tiny', fingerprint: hex('d') },
    ...{ split: 'heldOut', realCount: 100, generatedCount: 80, seed: 1 },
    engine: { name: 'wasm', version: '4.22.0' },
  },
  results: [resultOf('fid', 12.5)],
  ...{ skipped: [], floor: null, measuredAt: '2026-11-30T10:00:00.000Z', seconds: 3 },
  ...changes,
})

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
