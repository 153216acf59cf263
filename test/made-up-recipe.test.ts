import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import { openEngine } from '../src/main/engine/open'
import type { OpenEngine } from '../src/main/engine/engine'
import { Snapshot } from '../src/main/gan/training/snapshot'
import { differences } from './support/gan'
import { madeUpGan } from './support/made-up-recipe'
import { madeUpImages } from './support/made-up-images'
import {
  dispose,
  continueFrom,
  newTraining,
  stateOf,
  takeSteps,
  throughCheckpoint,
} from './support/training'

/* Loop, feeds, snapshot, checkpoint and compiler must work with a recipe they do not know. */

const h = {
  ...presets.reference,
  ...{ imageSize: 8, latentDim: 10, batchSize: 16, epochs: 9, steps: 24, discriminatorSteps: 2 },
}
/** 9 batches per epoch, the last with 5 images: four steps, and one batch left over. */
const IMAGES = 8 * 16 + 5

let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 1)).engine
})

const training = (compile: boolean) =>
  newTraining({ gan: madeUpGan(h), engine, h, dataset: madeUpImages(IMAGES), compile })

describe.each([true, false])('a made-up recipe, compiled: %s', (compile) => {
  it('trains, changing every part of its state, and leaks no tensor', () => {
    const t = training(compile)
    const before = stateOf(t)
    takeSteps(t, { until: 2 })
    const tensors = memory().numTensors
    const metrics = takeSteps(t)
    expect(memory().numTensors).toBe(tensors)
    expect(metrics.flatMap(Object.values).every(Number.isFinite)).toBe(true)
    const after = stateOf(t)
    expect([...after.files.keys()]).toEqual(['generator', 'discriminator', 'optimizer', 'ema'])
    const moved = new Set(differences(before, after))
    const all = [...after.files].flatMap(([file, values]) =>
      [...values.keys()].map((name) => `${file} ${name}`),
    )
    const unchanged = all.filter((name) => !moved.has(name))
    // The true gradient of a bias before a batch norm is 0.
    expect(unchanged.filter((name) => !/model\.[258]\.bias/.test(name))).toEqual([])
    expect(t.gan.optimisers.discriminator.updates).toBe(2 * h.steps)
    expect(t.gan.optimisers.generator.updates).toBe(h.steps)
    expect(t.gan.count()).toBe(h.steps)
    dispose(t)
  })

  it('resumes from a checkpoint and returns to a snapshot bit for bit', async () => {
    const [whole, first] = [training(compile), training(compile)]
    takeSteps(whole, { until: 7 })
    takeSteps(first, { until: 7 })
    const snapshot = new Snapshot(whole)
    snapshot.take()
    const rest = takeSteps(whole)
    const end = stateOf(whole)

    const seventh = { step: 7, state: stateOf(first), engine: 'tensorflow' } as const
    const resumed = training(compile)
    continueFrom(resumed, { step: 7, state: await throughCheckpoint(first, seventh) })
    expect(takeSteps(resumed)).toEqual(rest)
    expect(differences(stateOf(resumed), end)).toEqual([])

    snapshot.restore()
    expect(whole.gan.count()).toBe(7)
    expect(takeSteps(whole)).toEqual(rest)
    expect(differences(stateOf(whole), end)).toEqual([])
    dispose(whole, first, resumed)
  })
})

it('gives the same bits compiled and plain', () => {
  const [a, b] = [training(true), training(false)]
  expect(takeSteps(a)).toEqual(takeSteps(b))
  expect(differences(stateOf(a), stateOf(b))).toEqual([])
  dispose(a, b)
})
