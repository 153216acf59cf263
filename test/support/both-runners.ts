import { expect } from 'vitest'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import type { SavedState } from '../../src/contract/tensors'
import type { OpenEngine } from '../../src/main/engine/engine'
import { loadDataset } from '../../src/main/storage/datasets/load-dataset'
import { compileTraining } from '../../src/main/gan/training/compiled-runner'
import { createGan } from '../../src/main/gan/training/gan'
import { exampleFeeds, exampleLatents } from '../../src/main/gan/training/feeds'
import { train } from '../../src/main/gan/training/loop'
import { eagerRunner } from '../../src/main/gan/training/step-runner'
import { differences } from './gan'
import { BUNDLED_DATASETS } from './studio'

interface Trained {
  /** D loss, G loss, D(x) and D(G(z)) of every step. */
  metrics: unknown[]
  state: SavedState
  /** A grid drawn after the last step. */
  drawn: Float32Array
}

/** Trains on MNIST, compiled and op by op, and expects the same bits from both. */
export async function expectSameBits(
  { compile }: OpenEngine,
  changes: Hyperparameters,
  steps: number,
): Promise<void> {
  const h = { ...changes, steps, epochs: 99 }
  const { imageSize, channels } = h
  const dataset = await loadDataset('mnist', {
    datasetsDirs: [BUNDLED_DATASETS],
    ...{ imageSize, channels },
  })
  const latents = exampleLatents(h.latentDim, 25)
  const trained = (compiled: boolean): Trained => {
    const gan = createGan(h)
    let runner = eagerRunner(gan)
    if (compiled) {
      if (compile === undefined) throw new Error('the engine cannot compile')
      const batches = [exampleFeeds(gan, [h.batchSize])]
      const compilation = compileTraining(gan, compile, { batches, latents })
      if (compilation.runner === undefined) throw new Error(compilation.reason.message)
      runner = compilation.runner
    }
    const training = { gan, runner, dataset, hyperparameters: h, step: 0 }
    const metrics = [...train(training, new AbortController().signal)].map((one) => one.metrics)
    const drawn = runner.draw(latents)
    runner.pullVariables()
    const state = gan.state.read()
    runner.dispose()
    gan.state.dispose()
    return { metrics, state, drawn }
  }
  const [replayed, plain] = [trained(true), trained(false)]
  expect(plain.metrics).toHaveLength(steps)
  expect(replayed.metrics).toEqual(plain.metrics)
  expect(replayed.drawn).toEqual(plain.drawn)
  expect(differences(replayed.state, plain.state)).toEqual([])
}
