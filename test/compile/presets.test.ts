import { beforeAll, describe, expect, it } from 'vitest'
import { presetNames, presets } from '../../src/contract/hyperparameters'
import type { OpenEngine } from '../../src/main/engine/engine'
import { openEngine } from '../../src/main/engine/open'
import { createGan } from '../../src/main/gan/training/gan'
import { chooseRunner } from '../../src/main/trainer/train/choose-runner'
import { gridPlan } from '../../src/main/trainer/train/grid-plan'

let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 1)).engine
})

/** MNIST's size, where the last batch of an epoch has a different shape. */
const IMAGES = 60_000

describe('the compiled step passes its check at full size, including the short last batch, for', () => {
  it.each(presetNames)('%s', (name) => {
    const h = presets[name]
    const gan = createGan(h)
    const options = { images: IMAGES, compile: true, grid: gridPlan(h.seed, gan) }
    const { runner, compiled, note } = chooseRunner(gan, engine, h, options)
    runner.dispose()
    gan.state.dispose()
    expect(note?.message).toBeUndefined()
    expect(compiled).toBe(true)
  })
})
