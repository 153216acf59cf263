import { activeAlarms } from '../../contract/alarms/alarm'
import type { RunSummary } from '../../contract/summary'
import { i18n } from '../i18n/i18n.svelte'
import { isStarting } from '../state/run-figures'

/**
 * Returns a run's state in the user's language, including whether it diverged, collapsed, stopped
 * early, or has an alarm.
 */
export function badgeText(run: RunSummary): string {
  const { errors, runOutcome } = i18n.t
  if (isStarting(run)) return errors.starting
  if (run.diverged !== null) return runOutcome.badge.diverged
  const state = run.early === null ? errors.states[run.state] : runOutcome.badge.early
  if (hasAlarm(run)) return runOutcome.badge.alarm(state)
  return hasCollapsed(run) ? runOutcome.badge.collapsed : state
}

export const wasTooShort = ({ warning }: RunSummary): boolean =>
  warning?.problem?.code === 'tooFewSteps'

/** True if something is going wrong, or was when training ended. */
export const hasAlarm = ({ alarms }: RunSummary): boolean => activeAlarms(alarms).length > 0

/** Any warning other than “too few steps” means a collapse; earlier versions stored no other. */
export const hasCollapsed = (run: RunSummary): boolean => run.warning !== null && !wasTooShort(run)
