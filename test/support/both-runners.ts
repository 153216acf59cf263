import { expect } from 'vitest'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import type { OpenEngine } from '../../src/main/engine/engine'
import { compileTraining, exampleFeeds, exampleLatents } from '../../src/main/gan/compiled-runner'
import { createGan, disposeGan, readGanState } from '../../src/main/gan/gan'
import type { GanState } from '../../src/main/gan/gan'
import { loadDataset } from '../../src/main/gan/data/dataset'
import { train } from '../../src/main/gan/loop'
import { RandomStream } from '../../src/main/gan/random'
import { eagerRunner } from '../../src/main/gan/step-runner'
import { BUNDLED_DATASETS } from './studio'

interface Trained {
  /** Loss D, loss G, D(x) and D(G(z)) of every step. */
  metrics: unknown[]
  state: GanState
  /** A grid in the end. */
  drawn: Float32Array
}

/** Trains on MNIST, compiled and op by op, and expects both to give the same bits. */
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
  const latents = exampleLatents(h, 25)
  const trained = (compiled: boolean): Trained => {
    const gan = createGan(h)
    let runner = eagerRunner(gan)
    if (compiled) {
      if (compile === undefined) throw new Error('the engine cannot compile')
      const batches = [exampleFeeds(h, h.batchSize)]
      const compilation = compileTraining(gan, compile, { batches, latents })
      if (compilation.runner === undefined) throw new Error(compilation.reason.message)
      runner = compilation.runner
    }
    const noise = RandomStream.seeded(h.seed, 'noise')
    const training = { gan, runner, dataset, hyperparameters: h, noise, step: 0 }
    const metrics = [...train(training, new AbortController().signal)].map((one) => one.metrics)
    const drawn = runner.draw(latents)
    runner.settle()
    const state = readGanState(gan)
    runner.dispose()
    disposeGan(gan)
    return { metrics, state, drawn }
  }
  const [replayed, plain] = [trained(true), trained(false)]
  expect(plain.metrics).toHaveLength(steps)
  expect(replayed.metrics).toEqual(plain.metrics)
  expect(replayed.drawn).toEqual(plain.drawn)
  expect(different(replayed.state, plain.state)).toEqual([])
}

/** The names of what is not the same to the last bit; vitest's own comparing takes its time over millions. */
function different(a: GanState, b: GanState): string[] {
  const parts = ['generator', 'discriminator', 'optimizer'] as const
  return parts.flatMap((part) =>
    [...a[part]].flatMap(([name, { data }]) => {
      const other = b[part].get(name)?.data ?? new Float32Array()
      const bytes = (view: ArrayBufferView): Buffer =>
        Buffer.from(view.buffer, view.byteOffset, view.byteLength)
      return bytes(data).equals(bytes(other)) ? [] : [`${part} ${name}`]
    }),
  )
}
