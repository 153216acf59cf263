import type { StudioEvent } from '../../../contract/events'
import { measureStages } from '../../../contract/evaluations/measuring'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'

/** A measurement that is waiting or in progress. */
export interface Measurement {
  /** Null for the one at the end of training, which cannot be cancelled. */
  id: string | null
  step: number
  /** Null while it waits. */
  progress: MeasureProgress | null
}

/** Returns the measurements of a run after an event of that run. */
export function afterEvent(
  measurements: readonly Measurement[],
  event: StudioEvent,
): readonly Measurement[] {
  if (event.type === 'measuring') {
    const { measurement: id, step, progress } = event
    return withMeasurement(measurements, { id, step, progress })
  }
  return event.type === 'measuringEnded' ? without(measurements, event.measurement) : measurements
}

/** Adds a measurement, or replaces it. */
export function withMeasurement(
  measurements: readonly Measurement[],
  added: Measurement,
): readonly Measurement[] {
  const known = measurements.some(({ id }) => id === added.id)
  if (!known) return [...measurements, added]
  return measurements.map((other) => (other.id === added.id ? added : other))
}

export const without = (
  measurements: readonly Measurement[],
  ended: string | null,
): readonly Measurement[] => measurements.filter(({ id }) => id !== ended)

/** The fraction of a measurement's stages that are done, from 0 to 1. */
export function fractionOf({ stage, done, of }: MeasureProgress): number {
  const within = of === 0 ? 0 : Math.min(1, done / of)
  return (measureStages.indexOf(stage) + within) / measureStages.length
}
