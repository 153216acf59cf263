import type { StudioEvent } from '../../../contract/events'
import type { LogEntry, RunDetail } from '../../../contract/summary'

/** The detail of a run after an event of that run; the same object where nothing changed. */
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

/** Rising steps with one more; a step that is there already stays once. */
function withStep(steps: number[], step: number): number[] {
  if (steps.includes(step)) return steps
  return [...steps, step].sort((a, b) => a - b)
}

/** An entry may come by itself and in a detail loaded at the same moment. */
function withEntry(log: LogEntry[], entry: LogEntry): LogEntry[] {
  const known = log.some(
    ({ at, code, step, text }) =>
      at === entry.at && code === entry.code && step === entry.step && text === entry.text,
  )
  return known ? log : [...log, entry]
}

/** The newest sample grid drawn no later than a step. */
export function sampleBefore(samples: readonly number[], step: number): number | undefined {
  return samples.findLast((sample) => sample <= step)
}
