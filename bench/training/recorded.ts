import path from 'node:path'
import type { EngineSetup } from '../../src/contract/engines'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import type { Training } from '../../src/main/gan/loop'
import { TrainingSession } from '../../src/main/trainer/training-session'

export interface RecordedJob {
  runDir: string
  hyperparameters: Hyperparameters
  setup: EngineSetup
}

/** A training of the TensorFlow engine in this process that tells when each step has ended. */
export async function openRecorded(
  { runDir, hyperparameters, setup }: RecordedJob,
  onStep: () => void,
): Promise<TrainingSession> {
  const config = { hyperparameters, dataset: 'mnist', engine: 'tensorflow', threads: 0 } as const
  const datasetsDirs = [path.resolve('resources/datasets')]
  const session = await TrainingSession.open(
    { runDir, config, setup, datasetsDirs },
    () => undefined,
  )
  const { training } = (session as unknown as { parts: { training: Training } }).parts
  const { runner } = training
  training.runner = {
    ...runner,
    run(feeds, options) {
      const result = runner.run(feeds, options)
      onStep()
      return result
    },
  }
  return session
}
