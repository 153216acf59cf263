import { Notification, powerSaveBlocker } from 'electron'
import type { BrowserWindow } from 'electron'
import type { HostedStudio } from '../web/hosted-studio'
import { LiveRuns } from './live-runs'
import type { Ending } from './live-runs'
import type { Strings } from './strings'

interface DesktopParts {
  studio: HostedStudio
  window(): BrowserWindow | undefined
  strings(): Strings
  /** Brings the window to the front. */
  show(): void
}

/**
 * Connects training to the desktop: prevents sleep, shows progress on the task bar and a
 * notification at the end.
 */
export function followTraining({ studio, window, strings, show }: DesktopParts): LiveRuns {
  const runs = new LiveRuns()
  const sleepBlocker = new SleepBlocker()
  studio.subscribe(({ event }) => {
    const ending = runs.handle(event)
    sleepBlocker.update(runs.busy)
    showProgress(window(), runs)
    if (ending !== undefined && window()?.isFocused() !== true) notify(ending, strings(), show)
  })
  return runs
}

/** Keeps the system from sleeping; the display may still turn off. */
class SleepBlocker {
  private blocker: number | undefined

  update(busy: boolean): void {
    if (busy) this.blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (this.blocker !== undefined) {
      powerSaveBlocker.stop(this.blocker)
      this.blocker = undefined
    }
  }
}

const NO_PROGRESS = -1
/** Values above 1 show indeterminate progress. */
const INDETERMINATE = 2

function showProgress(window: BrowserWindow | undefined, { progress }: LiveRuns): void {
  if (window === undefined || window.isDestroyed()) return
  if (progress === undefined) return window.setProgressBar(NO_PROGRESS)
  const { fraction, paused } = progress
  window.setProgressBar(fraction ?? INDETERMINATE, { mode: paused ? 'paused' : 'normal' })
}

function notify({ name, state }: Ending, strings: Strings, show: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title: strings.ended[state], body: name })
  notification.on('click', show)
  notification.show()
}
