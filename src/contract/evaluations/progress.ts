import { measureStages } from './measuring'
import type { MeasureProgress } from './measuring'

/** The stages of a measurement, in order. */
const measurementStages = measureStages.filter((stage) => stage !== 'neighbours')

/** The progress of a measurement or search, from 0 to 1; every stage counts alike. */
export function fractionOf(
  { stage, done, of, share = 0 }: MeasureProgress,
  stages: readonly MeasureProgress['stage'][] = measurementStages,
): number {
  const within = of === 0 ? 0 : Math.min(1, (done + share) / of)
  return (Math.max(0, stages.indexOf(stage)) + within) / stages.length
}

const MINUTE = 60

/** Rounds an estimate of seconds: to five seconds, half minutes, or minutes. */
export function roughly(seconds: number): number {
  const unit = seconds < MINUTE ? 5 : seconds < 10 * MINUTE ? MINUTE / 2 : MINUTE
  return Math.max(1, Math.round(seconds / unit)) * unit
}
