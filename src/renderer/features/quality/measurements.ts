import type { StudioEvent } from '../../../contract/events'
import type { MeasureProgress, PendingMeasurement } from '../../../contract/evaluations/measuring'

/** A measurement that is waiting or in progress. */
export interface Measurement {
  /** Null for the run's own, which cannot be cancelled. */
  id: string | null
  step: number
  /** Null while it waits. */
  progress: MeasureProgress | null
}

export const measurementOf = ({
  measurement,
  step,
  progress,
}: PendingMeasurement): Measurement => ({
  ...{ id: measurement, step, progress },
})

/** Returns the measurements of a run after an event of that run. */
export function afterEvent(
  measurements: readonly Measurement[],
  event: StudioEvent,
): readonly Measurement[] {
  if (event.type === 'measuring') {
    return withMeasurement(measurements, measurementOf(event))
  }
  if (event.type !== 'measuringEnded') return measurements
  return without(measurements, { id: event.measurement, step: event.step })
}

/** Adds a measurement, or replaces it. */
export function withMeasurement(
  measurements: readonly Measurement[],
  added: Measurement,
): readonly Measurement[] {
  const known = measurements.some((other) => isSame(other, added))
  if (!known) return [...measurements, added]
  return measurements.map((other) => (isSame(other, added) ? added : other))
}

export const without = (
  measurements: readonly Measurement[],
  ended: Pick<Measurement, 'id' | 'step'>,
): readonly Measurement[] => measurements.filter((other) => !isSame(other, ended))

/** A run may have several measurements of its own, of different steps. */
const isSame = (
  a: Pick<Measurement, 'id' | 'step'>,
  b: Pick<Measurement, 'id' | 'step'>,
): boolean => a.id === b.id && (a.id !== null || a.step === b.step)

/** The stages of a search for nearest training images, in order. */
export const findStages = ['load', 'training', 'generated', 'real', 'neighbours'] as const
