import fs from 'node:fs'
import { problemError } from '../../../contract/errors'

/**
 * Runs `work` on a run that is not locked yet, so that another program may delete or move it.
 *
 * @throws StudioError `storage` if the work fails because that happened; else its own error
 */
export async function explainGone<T>(dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (fs.existsSync(dir)) throw error
    throw problemError('storage', 'runGoneAtStart', {}, { where: dir, cause: error })
  }
}
