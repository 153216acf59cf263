import type { RunSummary } from '../../contract/summary'
import { i18n } from '../i18n/i18n.svelte'
import { canNotify } from '../state/page/notifications'
import { hasAlarm, hasCollapsed, wasTooShort } from './badge-text'
import type { StudioState } from '../state/studio.svelte'

/** Notifies the user that a run has ended, unless its page is open and visible. */
export function notifyRunEnded(studio: StudioState, run: RunSummary): void {
  const { router, toasts } = studio
  const { route } = router
  if (!document.hidden && route.screen === 'run' && route.id === run.id) return
  const open = () => router.go({ screen: 'run', id: run.id, tab: 'training' })
  const title = () => titleOf(run)
  const wentWrong = hasCollapsed(run) || hasAlarm(run)
  toasts.show({
    kind: run.state !== 'finished' ? 'error' : wentWrong || wasTooShort(run) ? 'info' : 'good',
    words: () => ({
      title: title(),
      text: run.name,
      action: { label: i18n.t.runs.open, run: open },
    }),
  })
  if (!document.hidden || !studio.settings.value.notify || !canNotify(studio)) return
  const notification = new Notification(title(), { body: run.name, tag: run.id })
  notification.onclick = () => {
    window.focus()
    open()
    notification.close()
  }
}

function titleOf(run: RunSummary): string {
  const { runOutcome, runs } = i18n.t
  if (run.state !== 'finished') return runs.ended(run.state)
  if (hasAlarm(run)) return runOutcome.alarm.ended
  return hasCollapsed(run) ? runOutcome.collapsed : runs.ended(run.state)
}
