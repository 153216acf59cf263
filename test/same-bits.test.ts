import { beforeAll, describe, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import { openEngine } from '../src/main/engine/open'
import type { OpenEngine } from '../src/main/engine/engine'
import { expectSameBits } from './support/both-runners'

/* One thread and Eigen, in a process of their own; test/threads does the same with two and oneDNN. */

let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 0, { threads: 1, math: 'eigen' })).engine
})

describe('the compiled step with Eigen on one thread', () => {
  it('gives the bits of the plain one over 30 steps of the reference on MNIST', () =>
    expectSameBits(engine, presets.reference, 30))
})
