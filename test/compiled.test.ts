import fs from 'node:fs'
import os from 'node:os'
import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import type { CompileSteps, OpenEngine } from '../src/main/engine/engine'
import { openEngine } from '../src/main/engine/open'
import { ownFolderPrefix } from '../src/main/engine/tensorflow/compile/leftovers'
import { RandomStream } from '../src/main/gan/random/random'
import { compileTraining } from '../src/main/gan/training/compiled-runner'
import { createGan } from '../src/main/gan/training/gan'
import type { Gan } from '../src/main/gan/training/gan'
import { exampleFeeds, exampleLatents } from '../src/main/gan/training/feeds'
import { eagerRunner } from '../src/main/gan/training/step-runner'
import type { StepRunner } from '../src/main/gan/training/step-runner'
import { expectSameBits } from './support/both-runners'
import { differences, givenFeeds, stateOf } from './support/gan'
import { imagesInFileOrder, parity, parityGan, parityStep } from './support/parity'

let engine: OpenEngine
let compile: CompileSteps

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 1)).engine
  if (engine.compile === undefined) throw new Error('the engine cannot compile')
  compile = engine.compile
})

/** A difference in one step changes all later ones. */
const STEPS = 30
const small = { imageSize: 8, latentDim: 10, batchSize: 16 }
const h = { ...presets.reference, ...small }
// Recipes with one variant, whose steps can be fed by hand; presets.test.ts covers all presets.
const recipes = (['reference', 'dcgan'] as const).map((name) => ({
  name,
  recipe: { ...presets[name], ...small },
}))

function compiled(gan: Gan, sizes = [16]): StepRunner {
  const batches = sizes.map((size) => exampleFeeds(gan, [size]))
  const latents = exampleLatents(gan.latentDim, 25)
  const { runner, reason } = compileTraining(gan, compile, { batches, latents })
  if (runner === undefined) throw new Error(reason.message)
  return runner
}

/** Takes steps on noise. @returns every step's losses and D means */
function takeSteps(gan: Gan, runner: StepRunner, count: number): number[][] {
  const random = RandomStream.seeded(5, 'steps')
  const rows = (columns: number) => random.fillNormal(new Float32Array(16 * columns))
  return Array.from({ length: count }, () => {
    const batch = { size: 16, real: rows(64), latentsD: rows(10), latentsG: rows(10) }
    return [...runner.run(givenFeeds(gan, batch), { images: false }).metrics]
  })
}

describe('the compiled training step', () => {
  it('reproduces the reference, including the short last batch', async () => {
    const gan = parityGan()
    const pixels = await imagesInFileOrder(20 * 64)
    const runner = compiled(gan, [64, 32])
    parity.float64.steps.forEach((expected, t) => {
      const got = parityStep(gan, pixels, t, runner)
      for (const key of ['lossD', 'lossG', 'dReal', 'dFake'] as const) {
        expect(Math.abs(got[key] - expected[key]), `${key} at step ${t}`).toBeLessThan(1e-4)
      }
    })
    runner.pullVariables()
    for (const [name, { meanAbs }] of Object.entries(parity.float64.final)) {
      const [network, ...key] = name.split('.')
      const state = gan[network as 'generator' | 'discriminator'].stateDict()
      const data = state.get(key.join('.'))?.data as Float32Array
      const got = data.reduce((sum, value) => sum + Math.abs(value), 0) / data.length
      expect(Math.abs(got / meanAbs - 1), name).toBeLessThan(1e-3)
    }
    runner.dispose()
    gan.state.dispose()
  })

  it(`equals the plain step bit for bit over ${STEPS} steps of the reference on MNIST`, () =>
    expectSameBits(engine, presets.reference, STEPS))

  it.each(recipes)(
    `of $name has exactly the losses of the plain step over ${STEPS} steps`,
    ({ recipe }) => {
      const [a, b] = [createGan(recipe), createGan(recipe)]
      const runner = compiled(a)
      expect(takeSteps(a, runner, STEPS)).toEqual(takeSteps(b, eagerRunner(b), STEPS))
      runner.dispose()
      a.state.dispose()
      b.state.dispose()
    },
  )

  it.each(recipes)(
    'of $name changes no value when compiled, and every value when run',
    ({ recipe }) => {
      const gan = createGan(recipe)
      const [before, all] = [stateOf(gan), gan.state.read()]
      const runner = compiled(gan)
      expect(differences(gan.state.read(), all)).toEqual([])
      runner.pullVariables()
      expect(differences(gan.state.read(), all)).toEqual([])
      takeSteps(gan, runner, 1)
      runner.pullVariables()
      const after = stateOf(gan)
      for (const part of ['generator', 'discriminator', 'optimizer'] as const) {
        for (const [name, { data }] of after[part]) {
          expect(data, name).not.toEqual(before[part].get(name)?.data)
        }
      }
      const counts = [...after.generator].filter(([name]) => name.endsWith('num_batches_tracked'))
      expect(counts.length).toBeGreaterThan(0)
      for (const [, { data }] of counts) expect(data).toEqual(BigInt64Array.of(2n))
      runner.dispose()
      gan.state.dispose()
    },
  )

  it.each(recipes)('of $name draws the same images as the plain step at any time', ({ recipe }) => {
    const gan = createGan(recipe)
    const runner = compiled(gan)
    const latents = exampleLatents(gan.latentDim, 25)
    for (let round = 0; round < 3; round++) {
      const drawn = runner.draw(latents)
      expect(runner.draw(latents)).toEqual(drawn)
      runner.pullVariables()
      const plain = eagerRunner(gan).draw(latents)
      expect(drawn).toEqual(plain)
      takeSteps(gan, runner, 3)
      expect(runner.draw(latents)).not.toEqual(drawn)
    }
    runner.dispose()
    gan.state.dispose()
  })

  it('keeps the same number of tensors over 90 steps', () => {
    const gan = createGan(h)
    const before = memory().numTensors
    const runner = compiled(gan)
    expect(memory().numTensors).toBe(before)
    takeSteps(gan, runner, 90)
    expect(memory().numTensors).toBe(before)
    runner.pullVariables()
    expect(memory().numTensors).toBe(before)
    runner.dispose()
    gan.state.dispose()
  })

  it('refuses feeds of a shape it was not compiled for', () => {
    const gan = createGan(h)
    const runner = compiled(gan)
    expect(() => runner.run(exampleFeeds(gan, [8]), { images: false })).toThrow('no trace')
    runner.dispose()
    gan.state.dispose()
  })

  it('reports why a step cannot be compiled, and leaves the networks unchanged', () => {
    const gan = createGan(h)
    const before = gan.state.read()
    const refusing: CompileSteps = () => {
      throw new Error('it has a strange op')
    }
    const { runner, reason } = compileTraining(gan, refusing, {
      batches: [exampleFeeds(gan, [16])],
    })
    expect(runner).toBeUndefined()
    expect(reason?.message).toBe('it has a strange op')
    expect(differences(gan.state.read(), before)).toEqual([])
    gan.state.dispose()
  })

  it('is not used when its results differ from the plain step', () => {
    const gan = createGan(h)
    const before = gan.state.read()
    const wrong: CompileSteps = (steps, variables) => {
      const right = compile(steps, variables)
      const run: typeof right.run = (step, feeds, outputs) => {
        const results = right.run(step, feeds, outputs)
        return { ...results, metrics: (results['metrics'] as Float32Array).map((x) => x + 0.01) }
      }
      return { ...right, run }
    }
    const { runner, reason } = compileTraining(gan, wrong, {
      batches: [exampleFeeds(gan, [16])],
    })
    expect(runner).toBeUndefined()
    expect(reason?.message).toContain('differ')
    expect(differences(gan.state.read(), before)).toEqual([])
    gan.state.dispose()
  })

  it('leaves no temporary folder behind', () => {
    const gan = createGan(h)
    compiled(gan).dispose()
    const ownFolders = fs
      .readdirSync(os.tmpdir())
      .filter((name) => name.startsWith(ownFolderPrefix()))
    expect(ownFolders).toEqual([])
    gan.state.dispose()
  })
})
