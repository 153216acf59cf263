import fs from 'node:fs'
import { checkpointDirectory } from '../runs/paths'
import { tempDir } from './temp-dir'

/** Adds the empty folder of a checkpoint to a run's. */
export const addCheckpointFolder = (runDir: string, step: number): void =>
  void fs.mkdirSync(checkpointDirectory(runDir, step), { recursive: true })

/** A run's folder with the empty folders of these checkpoints. */
export function checkpointFolders(...steps: number[]): string {
  const dir = tempDir()
  for (const step of steps) addCheckpointFolder(dir, step)
  return dir
}
