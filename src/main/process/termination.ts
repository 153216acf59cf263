import { toReport } from '../../contract/errors'
import { onOneLine } from '../../contract/notices'
import { isFromKeyboard, onEndingSignal } from './ending-signals'

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGBREAK: 149 }

/**
 * Shuts down gracefully on the first signal, and exits immediately on a subsequent Ctrl-C. Other
 * repeated signals are ignored: a hangup or `kill` often arrives twice.
 *
 * @param finish the work to do before exiting
 * @param say shows a message to the user
 * @param isTraining whether there is anything to save
 */
export function onTermination(
  finish: () => Promise<void>,
  say: (text: string) => void,
  isTraining: () => boolean,
): void {
  let ending = false
  onEndingSignal((signal) => {
    if (ending) {
      if (isFromKeyboard(signal)) process.exit(exitCodes[signal])
      return
    }
    ending = true
    say(
      isTraining()
        ? 'Stopping and saving the runs that are training. Press Ctrl-C again to quit at once.'
        : 'Nothing is training. Quitting.',
    )
    finish().then(
      () => process.exit(0),
      (error: unknown) => {
        say(onOneLine(toReport(error), 'en'))
        process.exit(1)
      },
    )
  })
}
