import { expect } from 'vitest'
import type { EngineName } from '../../src/contract/engines'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import type { Metrics } from '../../src/contract/metrics/record'
import type { SavedState } from '../../src/contract/tensors'
import type { OpenEngine } from '../../src/main/engine/engine'
import type { Dataset } from '../../src/contract/datasets/dataset'
import { createGan } from '../../src/main/gan/training/gan'
import type { Gan } from '../../src/main/gan/training/gan'
import { train } from '../../src/main/gan/training/loop'
import type { Training } from '../../src/main/gan/training/loop'
import { readCheckpoint, writeCheckpoint } from '../../src/main/storage/checkpoints/checkpoints'
import { checkpointDirectory } from '../../src/main/storage/runs/paths'
import { chooseRunner } from '../../src/main/trainer/train/choose-runner'
import { gridPlan } from '../../src/main/trainer/train/grid-plan'
import { temporaryFolder } from './studio'

/* Training inside the test's process, put together as the training process does it. */

interface Given<G extends Gan> {
  engine: OpenEngine
  h: Hyperparameters
  dataset: Dataset
  compile: boolean
  /** @defaultValue the GAN that the hyperparameters describe */
  gan?: G
}

/** A training at step 0. Expects that it is compiled if it should be. */
export function newTraining<G extends Gan = Gan>(given: Given<G>): Training & { gan: G } {
  const { engine, h, dataset, compile, gan = createGan(h) as G } = given
  const options = { images: dataset.count, compile, grid: gridPlan(h.seed, gan) }
  const { runner, compiled, note } = chooseRunner(gan, engine, h, options)
  expect(note?.message).toBeUndefined()
  expect(compiled).toBe(compile)
  return { gan, runner, dataset, hyperparameters: h, step: 0 }
}

interface Steps {
  /** The step to stop after. @defaultValue the last */
  until?: number
  /** Called after each step. */
  onStep?(): void
}

/** Trains on. @returns each step's metrics */
export function takeSteps(t: Training, { until, onStep }: Steps = {}): Metrics[] {
  const all: Metrics[] = []
  for (const { metrics } of train(t, new AbortController().signal)) {
    all.push(metrics)
    onStep?.()
    if (t.step === until) break
  }
  return all
}

/** Everything that training changes, as a checkpoint has it. */
export function stateOf(t: Training): SavedState {
  t.runner.pullVariables()
  return t.gan.state.read()
}

/** Continues from a state that another training saved. */
export function continueFrom(
  t: Training,
  { step, state }: { step: number; state: SavedState },
): void {
  t.gan.state.load(state, `the state after step ${step}`)
  t.runner.pushVariables()
  t.step = step
}

/** Writes a state of this training as a checkpoint. @returns what is read from it */
export async function throughCheckpoint(
  { hyperparameters, dataset }: Training,
  { step, state, engine }: { step: number; state: SavedState; engine: EngineName },
): Promise<SavedState> {
  const runDir = temporaryFolder()
  const { path: _, ...identity } = dataset.identity
  await writeCheckpoint(runDir, { step, hyperparameters, dataset: identity, engine, ...state })
  return (await readCheckpoint(checkpointDirectory(runDir, step))).state
}

export function dispose(...all: Training[]): void {
  for (const { runner, gan } of all) {
    runner.dispose()
    gan.state.dispose()
  }
}
