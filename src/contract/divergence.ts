import { z } from 'zod'
import type { Run } from './run'

const codes: readonly string[] = [
  'lossesDiverged',
  'metricsDiverged',
  'weightsDiverged',
  'metricNotFinite',
  'imagesDiverged',
]
const givenSchema = z.object({ step: z.number().int().min(0) })

/** Where a run's numbers stopped being finite, if that is how it failed. */
export function divergenceOf({ state, sessions }: Run): { step: number } | null {
  const last = sessions.at(-1)
  const { code, given } = last?.error?.problem ?? {}
  if (state !== 'failed' || code === undefined || !codes.includes(code)) return null
  return givenSchema.safeParse(given).data ?? { step: last?.toStep ?? last?.fromStep ?? 0 }
}
