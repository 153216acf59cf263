import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { presets } from '../../src/contract/hyperparameters'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import { samplesDirectory } from '../../src/main/storage/runs/paths'
import { Control } from '../../src/main/trainer/train/control'
import { TrainingSession } from '../../src/main/trainer/train/training-session'
import type { TrainerEvent } from '../../src/contract/trainer'
import type { TrainingOptions } from './options'

/**
 * Trains a preset on MNIST in this process, compiled, with all of a run's files written to a temporary
 * folder.
 *
 * @param onStep called at the end of each step, before its writes
 */
export async function trainRecorded(
  { preset, steps, setup }: TrainingOptions,
  changes: Partial<Hyperparameters>,
  onStep: () => void,
): Promise<void> {
  const runDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-bench-'))
  fs.mkdirSync(samplesDirectory(runDir))
  try {
    const hyperparameters = { ...presets[preset], ...changes, steps }
    const config = { hyperparameters, dataset: 'mnist', engine: 'tensorflow', threads: 0 } as const
    const job = { runDir, config, setup, datasetsDirs: [path.resolve('resources/datasets')] }
    const session = await TrainingSession.open(job, refuseWarning, onStep)
    await session.run(new Control())
    await session.close()
  } finally {
    fs.rmSync(runDir, { recursive: true, force: true })
  }
}

/** Ends the benchmark if the step is not compiled or the compiled step fails. */
function refuseWarning(event: TrainerEvent): void {
  if (event.type === 'warning' && event.message.includes('compiled')) throw new Error(event.message)
}
