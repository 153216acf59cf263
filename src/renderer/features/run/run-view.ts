import type { StudioEvent } from '../../../contract/events'
import type { LogEntry, RunDetail } from '../../../contract/summary'

/** Returns the detail after an event of its run; the same object if the event changes nothing. */
export function withEvent(detail: RunDetail, event: StudioEvent): RunDetail {
  switch (event.type) {
    case 'run':
      return { ...detail, summary: event.run }
    case 'sample':
      return { ...detail, samples: withStep(detail.samples, event.step) }
    case 'checkpoints':
      return { ...detail, checkpoints: event.checkpoints }
    case 'log':
      return { ...detail, log: withEntry(detail.log, event.entry) }
    default:
      return detail
  }
}

/** Inserts a step into ascending steps, unless present. */
function withStep(steps: number[], step: number): number[] {
  if (steps.includes(step)) return steps
  return [...steps, step].sort((a, b) => a - b)
}

/** Appends an entry, unless present: a detail loaded at the same time may include it. */
function withEntry(log: LogEntry[], entry: LogEntry): LogEntry[] {
  const known = log.some(
    ({ at, code, step, text }) =>
      at === entry.at && code === entry.code && step === entry.step && text === entry.text,
  )
  return known ? log : [...log, entry]
}

/** Returns the step of the newest sample grid at or before a step. */
export function sampleBefore(samples: readonly number[], step: number): number | undefined {
  return samples.findLast((sample) => sample <= step)
}

/**
 * Returns the step of the newest checkpoint to generate from, undefined if there is none. The
 * checkpoints of a run that diverged may hold numbers that are not finite.
 */
export function generatesFrom({
  summary,
  checkpoints,
  newestUsable,
}: RunDetail): number | undefined {
  return summary.diverged === null ? checkpoints.at(-1)?.step : (newestUsable ?? undefined)
}
