import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import type { StateDict } from '../src/contract/tensors'
import type { OpenEngine } from '../src/main/engine/engine'
import { openEngine } from '../src/main/engine/open'
import { RandomStream } from '../src/main/gan/random/random'
import { compileTraining } from '../src/main/gan/training/compiled-runner'
import { createGan } from '../src/main/gan/training/gan'
import { exampleFeeds } from '../src/main/gan/training/feeds'
import { expectSameBits } from './support/both-runners'
import { givenFeeds, stateOf } from './support/gan'
import { imagesInFileOrder, parity, parityGan, parityStep } from './support/parity'

/* Needs its own process for two threads and oneDNN, which a measurement may choose. */

let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 0, { threads: 2, math: 'onednn' })).engine
})

function digest(states: readonly StateDict[]): string {
  const hash = createHash('sha256')
  for (const state of states) {
    for (const [name, { data }] of state) hash.update(name).update(new Uint8Array(data.buffer))
  }
  return hash.digest('hex')
}

/** Trains on noise. @returns a hash of all weights and moments */
function train(steps: number): string {
  const h = presets.reference
  const gan = createGan(h)
  if (engine.compile === undefined) throw new Error('the engine cannot compile')
  const { runner, reason } = compileTraining(gan, engine.compile, {
    batches: [exampleFeeds(gan, [64])],
  })
  if (runner === undefined) throw new Error(reason.message)
  const random = RandomStream.seeded(5, 'steps')
  const rows = (columns: number) => random.fillNormal(new Float32Array(64 * columns))
  for (let step = 0; step < steps; step++) {
    const batch = { size: 64, real: rows(784), latentsD: rows(100), latentsG: rows(100) }
    runner.run(givenFeeds(gan, batch), { images: false })
  }
  runner.pullVariables()
  const { generator, discriminator, optimizer } = stateOf(gan)
  runner.dispose()
  gan.state.dispose()
  return digest([generator, discriminator, optimizer])
}

describe('two threads with oneDNN', () => {
  it('is what the engine reports', () => {
    expect(engine.info).toMatchObject({ threads: 2, math: 'onednn', device: 'CPU with oneDNN' })
  })

  it('gives the same bytes every time', () => {
    const first = train(60)
    for (let again = 0; again < 3; again++) expect(train(60)).toBe(first)
  })

  // presets.test.ts covers all presets, with small networks.
  it.each(['reference', 'dcgan'] as const)(
    'compiled %s equals the plain step bit for bit over 40 steps on MNIST',
    (name) => expectSameBits(engine, presets[name], 40),
  )

  it('reproduces the reference', async () => {
    const gan = parityGan()
    const pixels = await imagesInFileOrder(20 * 64)
    if (engine.compile === undefined) throw new Error('the engine cannot compile')
    const batches = [64, 32].map((size) => exampleFeeds(gan, [size]))
    const { runner, reason } = compileTraining(gan, engine.compile, { batches })
    if (runner === undefined) throw new Error(reason.message)
    parity.float64.steps.forEach((expected, t) => {
      const got = parityStep(gan, pixels, t, runner)
      for (const key of ['lossD', 'lossG', 'dReal', 'dFake'] as const) {
        expect(Math.abs(got[key] - expected[key]), `${key} at step ${t}`).toBeLessThan(1e-4)
      }
    })
    runner.dispose()
    gan.state.dispose()
  })
})
