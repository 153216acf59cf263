import { activeAlarms } from '../../contract/alarms/alarm'
import { explain } from '../../contract/notices'
import { runStateWords } from '../../contract/run-state-words'
import type { RunSummary } from '../../contract/summary'
import { i18n } from '../i18n/i18n.svelte'
import { isStarting } from '../state/run-figures'

/** Returns a run's state in the user's language, including whether it diverged or stopped early. */
export function badgeText(run: RunSummary): string {
  const { errors, runOutcome } = i18n.t
  if (isStarting(run)) return errors.starting
  if (run.diverged !== null) return runOutcome.badge.diverged
  return run.early === null ? i18n.words(runStateWords[run.state]) : runOutcome.badge.early
}

/** A warning about a run's images, or a note that it was short, and the reason for it. */
interface RunWarning {
  tone: 'warn' | 'neutral'
  label: string
  reason: string
}

/** Returns the warning to show beside a run's state; undefined if there is none. */
export function warningOf(run: RunSummary): RunWarning | undefined {
  if (isStarting(run) || run.diverged !== null) return undefined
  const { alarm, badge } = i18n.t.runOutcome
  const words = (about: Parameters<typeof explain>[0]) => explain(about, i18n.language).message
  const [first] = activeAlarms(run.alarms)
  if (first !== undefined) {
    const reason = alarm.since(i18n.format.number(first.since), words(first.what))
    return { tone: 'warn', label: badge.alarm, reason }
  }
  if (run.warning === null) return undefined
  const reason = words(run.warning)
  return wasTooShort(run)
    ? { tone: 'neutral', label: badge.short, reason }
    : { tone: 'warn', label: badge.collapsed, reason }
}

export const wasTooShort = ({ warning }: RunSummary): boolean =>
  warning?.problem?.code === 'tooFewSteps'

/** True if something is going wrong, or was when training ended. */
export const hasAlarm = ({ alarms }: RunSummary): boolean => activeAlarms(alarms).length > 0

/** Any warning other than “too few steps” means a collapse; earlier versions stored no other. */
export const hasCollapsed = (run: RunSummary): boolean => run.warning !== null && !wasTooShort(run)
