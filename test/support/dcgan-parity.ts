import fs from 'node:fs'
import { memory, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { EngineName } from '../../src/contract/engines'
import { presets } from '../../src/contract/hyperparameters'
import type { OpenEngine } from '../../src/main/engine/engine'
import { openEngine } from '../../src/main/engine/open'
import { compileTraining } from '../../src/main/gan/training/compiled-runner'
import { createGan } from '../../src/main/gan/training/gan'
import type { Gan } from '../../src/main/gan/training/gan'
import { exampleFeeds } from '../../src/main/gan/training/feeds'
import { eagerRunner } from '../../src/main/gan/training/step-runner'
import type { StepRunner } from '../../src/main/gan/training/step-runner'
import { givenFeeds } from './gan'
import { wave } from './parity'

/* Reference values for a DCGAN: training steps computed by PyTorch in float64 with dcgan.py. */

const stepNames = ['lossD', 'lossG', 'dReal', 'dFake'] as const
const schema = z.object({
  hyperparameters: z.object({
    latentDim: z.number(),
    imageSize: z.number(),
    channels: z.number(),
    batchSize: z.number(),
    learningRate: z.number(),
  }),
  parameters: z.record(
    z.string(),
    z.object({ shape: z.array(z.number()), a: z.number(), scale: z.number() }),
  ),
  steps: z.array(z.record(z.enum(stepNames), z.number())),
  finalMeanAbs: z.record(z.string(), z.number()),
  /** Every 37th pixel of two images. */
  evalSample: z.array(z.number()),
})
const file = new URL('../fixtures/dcgan_parity.json', import.meta.url)
const fixture = schema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
const h = { ...presets.dcgan, ...fixture.hyperparameters }
const pixels = h.channels * h.imageSize ** 2

/** The networks with the reference's initial weights. */
function startingGan(): Gan {
  const gan = createGan(h)
  for (const network of ['generator', 'discriminator'] as const) {
    const state = new Map(gan[network].stateDict())
    for (const [name, value] of state) {
      const given = fixture.parameters[`${network}.${name}`]
      if (given === undefined) continue
      const data = wave(value.data.length, given.a, given.scale)
      state.set(name, { dtype: 'F32', shape: given.shape, data })
    }
    gan[network].loadStateDict(state, 'parity')
  }
  return gan
}

function takeStep(gan: Gan, runner: StepRunner, t: number): number[] {
  const size = h.batchSize
  const feeds = givenFeeds(gan, {
    size,
    real: wave(size * pixels, 500 + t, 0.9),
    latentsD: wave(size * h.latentDim, 1000 + 2 * t, 1.5),
    latentsG: wave(size * h.latentDim, 1001 + 2 * t, 1.5),
  })
  return [...runner.run(feeds, { images: false }).metrics]
}

function compiledRunner(gan: Gan, engine: OpenEngine): StepRunner {
  if (engine.compile === undefined) throw new Error('the engine cannot compile')
  const { runner, reason } = compileTraining(gan, engine.compile, {
    batches: [exampleFeeds(gan, [h.batchSize])],
  })
  if (runner === undefined) throw new Error(reason.message)
  return runner
}

/** Tests that an engine trains the DCGAN like PyTorch. */
export function dcganParityOn(name: EngineName, mode: 'eager' | 'compiled' = 'eager'): void {
  describe(`the DCGAN on ${name}, ${mode}`, () => {
    let gan: Gan
    let runner: StepRunner
    const metrics: number[][] = []
    const tensorsAfter = new Set<number>()

    beforeAll(async () => {
      const { engine } = await openEngine(name, 1)
      gan = startingGan()
      runner = mode === 'eager' ? eagerRunner(gan) : compiledRunner(gan, engine)
      fixture.steps.forEach((_, t) => {
        metrics.push(takeStep(gan, runner, t))
        tensorsAfter.add(memory().numTensors)
      })
      runner.pullVariables()
      return () => {
        runner.dispose()
        gan.state.dispose()
      }
    })

    it.each(fixture.steps.map((expected, t) => ({ t, expected })))(
      'step $t has the same losses and D means as PyTorch',
      ({ t, expected }) => {
        stepNames.forEach((key, i) =>
          expect(Math.abs((metrics[t]?.[i] ?? NaN) - expected[key]), key).toBeLessThan(1e-4),
        )
      },
    )

    it('leaks no tensor', () => {
      expect(tensorsAfter.size).toBe(1)
    })

    it.each(Object.entries(fixture.finalMeanAbs))(
      '%s has the same final mean as in PyTorch',
      (key, expected) => {
        const [network = '', ...rest] = key.split('.')
        const state = gan[network as 'generator' | 'discriminator'].stateDict()
        const data = Array.from(state.get(rest.join('.'))?.data ?? [], Number)
        const meanAbs = data.reduce((sum, value) => sum + Math.abs(value), 0) / data.length
        expect(Math.abs(meanAbs / expected - 1)).toBeLessThan(1e-3)
      },
    )

    it('generates the same images in eval mode', () => {
      const latents = wave(2 * h.latentDim, 7, 1.5)
      const sample = tidy(() =>
        gan.generator.forward(tensor2d(latents, [2, h.latentDim]), 'eval').dataSync<'float32'>(),
      )
      expect(sample.length).toBe(2 * pixels)
      fixture.evalSample.forEach((pixel, i) =>
        expect(Math.abs((sample[37 * i] ?? NaN) - pixel)).toBeLessThan(1e-3),
      )
    })
  })
}
