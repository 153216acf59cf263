import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import type { Metrics } from '../src/contract/metrics/record'
import type { SavedState } from '../src/contract/tensors'
import { openEngine } from '../src/main/engine/open'
import type { OpenEngine } from '../src/main/engine/engine'
import { train } from '../src/main/gan/training/loop'
import type { Training } from '../src/main/gan/training/loop'
import { Snapshot } from '../src/main/gan/training/snapshot'
import { readCheckpoint, writeCheckpoint } from '../src/main/storage/checkpoints/checkpoints'
import { checkpointDirectory } from '../src/main/storage/runs/paths'
import { gridPlan } from '../src/main/trainer/train/grid-plan'
import { chooseRunner } from '../src/main/trainer/train/choose-runner'
import { differences } from './support/gan'
import { madeUpGan } from './support/made-up-recipe'
import { temporaryFolder } from './support/studio'
import { tinyDataset } from './support/tiny-data'

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

type MadeUp = Training & { gan: ReturnType<typeof madeUpGan> }

function training(compile: boolean): MadeUp {
  const gan = madeUpGan(h)
  const chosen = chooseRunner(gan, engine, h, {
    images: IMAGES,
    compile,
    grid: gridPlan(h.seed, gan),
  })
  expect(chosen.note?.message).toBeUndefined()
  expect(chosen.compiled).toBe(compile)
  return { gan, runner: chosen.runner, dataset: tinyDataset(IMAGES), hyperparameters: h, step: 0 }
}

function takeSteps(t: Training, until = h.steps): Metrics[] {
  const all: Metrics[] = []
  for (const { metrics } of train(t, new AbortController().signal)) {
    all.push(metrics)
    if (t.step === until) break
  }
  return all
}

function stateOf(t: Training): SavedState {
  t.runner.pullVariables()
  return t.gan.state.read()
}

describe.each([true, false])('a made-up recipe, compiled: %s', (compile) => {
  it('trains, changing every part of its state, and leaks no tensor', () => {
    const t = training(compile)
    const before = stateOf(t)
    takeSteps(t, 2)
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
    t.runner.dispose()
  })

  it('resumes from a checkpoint and returns to a snapshot bit for bit', async () => {
    const [whole, first] = [training(compile), training(compile)]
    takeSteps(whole, 7)
    takeSteps(first, 7)
    const snapshot = new Snapshot(whole)
    snapshot.take()
    const rest = takeSteps(whole)
    const end = stateOf(whole)

    const runDir = temporaryFolder()
    const { path: _, ...identity } = first.dataset.identity
    const facts = { step: 7, hyperparameters: h, dataset: identity, engine: 'tensorflow' as const }
    await writeCheckpoint(runDir, { ...facts, ...stateOf(first) })
    const resumed = training(compile)
    const dir = checkpointDirectory(runDir, 7)
    resumed.gan.state.load((await readCheckpoint(dir)).state, dir)
    resumed.runner.pushVariables()
    resumed.step = 7
    expect(takeSteps(resumed)).toEqual(rest)
    expect(differences(stateOf(resumed), end)).toEqual([])

    snapshot.restore()
    expect(whole.gan.count()).toBe(7)
    expect(takeSteps(whole)).toEqual(rest)
    expect(differences(stateOf(whole), end)).toEqual([])
    for (const t of [whole, first, resumed]) t.runner.dispose()
  })
})

it('gives the same bits compiled and plain', () => {
  const [a, b] = [training(true), training(false)]
  expect(takeSteps(a)).toEqual(takeSteps(b))
  expect(differences(stateOf(a), stateOf(b))).toEqual([])
  a.runner.dispose()
})
