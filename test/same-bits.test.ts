import { beforeAll, describe, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import { openEngine } from '../src/main/engine/open'
import type { OpenEngine } from '../src/main/engine/engine'
import { expectSameBits } from './support/both-runners'

/* Needs its own process for one thread and Eigen; test/threads covers two threads and oneDNN. */

let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 0, { threads: 1, math: 'eigen' })).engine
})

describe('the compiled step with Eigen on one thread', () => {
  it('equals the plain step bit for bit over 30 steps of the reference on MNIST', () =>
    expectSameBits(engine, presets.reference, 30))
})
