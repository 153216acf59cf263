import { problemError } from '../../../contract/errors'
import { readUserJson } from '../../../contract/user-json'
import { unlessMissing } from '../../disk/errno'
import { readGuarded } from '../../disk/guarded'
import { parseJsonGuarded } from '../../disk/json'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'
import { onDisk } from './disk-errors'

/**
 * Reads a JSON file that the user names.
 *
 * @param problem the problem to report if the file is not valid JSON
 * @throws StudioError `usage` naming the file if there is none, or it is not JSON in UTF-8;
 *   `storage` if it cannot be read
 */
export async function readUserJsonFile(
  file: string,
  doing: string,
  problem: 'architectureNotJson' | 'presetNotJson' | 'sweepNotJson',
): Promise<unknown> {
  const guard = { maxBytes: MAX_SMALL_FILE_BYTES, code: 'usage' } as const
  const bytes = await onDisk(doing, file, () => unlessMissing(readGuarded(file, guard)))
  if (bytes === undefined) throw problemError('usage', 'noSuchPath', {}, { where: file })
  const refused = (why: string) => problemError('usage', problem, { why }, { where: file })
  let read
  try {
    read = readUserJson(bytes, parseJsonGuarded)
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error))
  }
  if ('fault' in read) throw refused(read.fault.en)
  return read.raw
}
