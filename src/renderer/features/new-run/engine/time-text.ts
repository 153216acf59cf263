import type { Catalogue } from '../../../i18n/en'
import type { Formats } from '../../../i18n/format'
import type { Estimates } from './estimates.svelte'

/** Formats the estimated duration, or says why it is unknown. */
export function timeText({ value, measuring }: Estimates, t: Catalogue, format: Formats): string {
  if (value === null || value.secondsPerStep === null) {
    return measuring === 'now' ? t.newRun.measuring : t.newRun.notMeasured
  }
  const time = format.duration(value.secondsPerStep * value.totalSteps)
  return measuring === 'done' ? t.newRun.justMeasured(time) : t.newRun.aboutTime(time)
}
