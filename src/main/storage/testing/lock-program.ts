import { StudioError } from '../../../contract/errors'
import { acquireRunLock, type RunLock } from '../locks/lock'

/*
 * Tries to lock each folder its parent sends and replies `won` or `held`; unlocks it on `release`.
 */

let lock: RunLock | undefined

process.on('message', (message) => {
  void answer(String(message)).then((reply) => process.send?.(reply))
})

async function answer(message: string): Promise<string> {
  if (message === 'release') {
    await lock?.release()
    lock = undefined
    return 'released'
  }
  try {
    lock = await acquireRunLock(message)
    return 'won'
  } catch (error) {
    return error instanceof StudioError && error.code === 'storage' ? 'held' : String(error)
  }
}

process.send?.('ready')
