import { toReport } from '../../contract/errors'
import { inOneText } from '../../contract/notices'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

/**
 * Ends the process politely on the first signal and at once on the second.
 *
 * @param finish what must be done before
 * @param say tells the person what is going on
 */
export function onTermination(finish: () => Promise<void>, say: (text: string) => void): void {
  let ending = false
  for (const signal of signals) {
    process.on(signal, () => {
      if (ending) process.exit(exitCodes[signal])
      ending = true
      say('Saving what is training. Once more ends at once.')
      finish().then(
        () => process.exit(0),
        (error: unknown) => {
          say(inOneText(toReport(error), 'en'))
          process.exit(1)
        },
      )
    })
  }
}
