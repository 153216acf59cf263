import { parseWith } from '../../../contract/errors'
import { sweepSpecSchema } from '../../../contract/sweep/spec'
import type { SweepSpec } from '../../../contract/sweep/spec'
import { readUserJsonFile } from '../files/user-json'

/**
 * Reads a file that describes a sweep.
 *
 * @throws StudioError `usage` if there is none, or it does not describe one; `storage` if the disk
 *   fails
 */
export async function readSweepFile(file: string): Promise<SweepSpec> {
  const raw = await readUserJsonFile(file, 'read the sweep', 'sweepNotJson')
  return parseWith(sweepSpecSchema, raw, 'usage', 'The sweep', file)
}
