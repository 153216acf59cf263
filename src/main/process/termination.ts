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
 */
export function onTermination(finish: () => Promise<void>, say: (text: string) => void): void {
  let ending = false
  onEndingSignal((signal) => {
    if (ending) {
      if (isFromKeyboard(signal)) process.exit(exitCodes[signal])
      return
    }
    ending = true
    say('Saving what is training. Ctrl-C again ends at once.')
    finish().then(
      () => process.exit(0),
      (error: unknown) => {
        say(onOneLine(toReport(error), 'en'))
        process.exit(1)
      },
    )
  })
}
