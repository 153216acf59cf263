import { z } from 'zod'
import type { Run } from './run'

const divergenceCodes: readonly string[] = [
  'lossesDiverged',
  'metricsDiverged',
  'weightsDiverged',
  'metricNotFinite',
  'imagesDiverged',
]
const givenSchema = z.object({ step: z.number().int().min(0) })

/**
 * Returns the step at which a failed run's numbers stopped being finite; null if it did not fail
 * that way.
 */
export function divergenceOf({ state, sessions }: Run): { step: number } | null {
  const last = sessions.at(-1)
  const { code, given } = last?.error?.problem ?? {}
  if (state !== 'failed' || code === undefined || !divergenceCodes.includes(code)) return null
  return givenSchema.safeParse(given).data ?? { step: last?.toStep ?? last?.fromStep ?? 0 }
}
