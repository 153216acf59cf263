import { toReport } from '../../contract/errors'
import { onOneLine } from '../../contract/notices'
import { isFromKeyboard, onEndingSignal } from './ending-signals'

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGBREAK: 149 }

/**
 * Ends the process politely on the first signal, and at once when Ctrl-C follows. Other signals
 * that follow change nothing: one hangup or `kill` may well arrive twice.
 *
 * @param finish what must be done before
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
