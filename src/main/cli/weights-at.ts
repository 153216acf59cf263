import fs from 'node:fs'
import { problemError } from '../../contract/errors'
import { checkpointDirectory } from '../storage/runs/paths'
import type { StoredRun } from '../storage/runs/runs'
import { findRunAndStep } from './run-and-step'

/** The file or folder of the weights that `typed` names. @throws StudioError */
export async function weightsAt(
  typed: string,
  find: (run: string) => Promise<StoredRun>,
): Promise<string> {
  if (fs.existsSync(typed)) return typed
  if (typed.endsWith('.safetensors')) {
    throw problemError('usage', 'noSuchPath', {}, { where: typed })
  }
  const { run, step } = await findRunAndStep(typed, find)
  return step === undefined ? run.dir : checkpointDirectory(run.dir, step)
}
