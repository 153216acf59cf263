import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EngineName } from '../src/contract/engines'
import { presets } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import type { OpenEngine } from '../src/main/engine/engine'
import { openEngine } from '../src/main/engine/open'
import { createGan } from '../src/main/gan/training/gan'
import { differences } from './support/gan'
import { madeUpImages } from './support/made-up-images'
import { narrowNetworks } from './support/narrow-networks'
import {
  dispose,
  continueFrom,
  newTraining,
  stateOf,
  takeSteps,
  throughCheckpoint,
} from './support/training'

/* Whatever a recipe does, training from a checkpoint continues to the bit. */

const sizes = { imageSize: 4, latentDim: 4, batchSize: 8, epochs: 8, steps: 13 }
/** 5 batches per epoch, the last with 3 images. */
const IMAGES = 4 * 8 + 3
/** The number of images in a sample grid. */
const GRID = 25
/** Within the second epoch, or the third if D takes two steps. */
const STOP = 6

const changing = {
  learningRateSchedule: 'cosine',
  beta2Schedule: 'linear',
  scheduleBegin: 0.2,
  scheduleEnd: 2,
  warmUp: 0.6,
} as const

const recipes: Record<string, Partial<Hyperparameters>> = {
  AdamW: { optimiser: 'adamW', ...changing },
  RMSProp: { optimiser: 'rmsProp', momentum: 0.5, ...changing },
  'SGD with momentum': { optimiser: 'sgd', learningRate: 0.1, momentum: 0.9, gradientClip: 0.5 },
  'SGD without state': { optimiser: 'sgd', learningRate: 0.1 },
  'an average with two D steps': {
    averaging: 'ema',
    emaHalfLife: 0.02,
    emaHalfLifeSchedule: 'linear',
    emaHalfLifeEnd: 0.2,
    discriminatorSteps: 2,
    discriminatorLearningRate: 0.0004,
    ...changing,
  },
  'projection with the gradient penalty': {
    ...{ conditioning: 'projection', classes: 3, penalty: 'gradientPenalty', averaging: 'ema' },
    discriminatorSteps: 2,
  },
  'an auxiliary classifier': { conditioning: 'auxiliaryClassifier', classes: 3, penalty: 'r1' },
  'conditional batch norm and pairs': {
    ...{ architecture: 'dcgan', levels: 1, baseWidth: 4, discriminatorNorm: 'spectral' },
    ...{ conditioning: 'projection', classes: 3, labelInput: 'batchNorm', loss: 'relativistic' },
    ...{ penalty: 'r1AndR2', penaltyInterval: 2 },
  },
  'a penalty whose weight changes': {
    penalty: 'r1',
    penaltyInterval: 2,
    penaltyWeightSchedule: 'cosine',
    ...changing,
  },
}

describe.each<EngineName>(['tensorflow', 'wasm'])('on %s', (name) => {
  let engine: OpenEngine

  beforeAll(async () => {
    engine = (await openEngine(name, 1)).engine
  })

  const training = (h: Hyperparameters) => {
    const dataset = madeUpImages(IMAGES, { size: sizes.imageSize })
    const gan = createGan(h, narrowNetworks(h))
    return newTraining({ engine, h, dataset, compile: engine.compile !== undefined, gan })
  }

  it.each(Object.entries(recipes))('%s resumes from a checkpoint to the bit', async (_, given) => {
    const h = { ...presets.reference, ...sizes, ...given }
    const whole = training(h)
    takeSteps(whole, { until: STOP })
    const stopped = stateOf(whole)
    const tensors = memory().numTensors
    const rest = takeSteps(whole)
    expect(rest.length).toBeGreaterThan(3)
    expect(memory().numTensors).toBe(tensors)

    const resumed = training(h)
    const saved = { step: STOP, state: stopped, engine: name }
    continueFrom(resumed, { step: STOP, state: await throughCheckpoint(whole, saved) })
    expect(takeSteps(resumed)).toEqual(rest)
    expect(differences(stateOf(resumed), stateOf(whole))).toEqual([])
    dispose(whole, resumed)
  })

  it('samples come from the average', () => {
    const h = { ...presets.reference, ...sizes, averaging: 'ema', emaHalfLife: 1 } as const
    const t = training({ ...h, emaRampUp: 0 })
    const data = Float32Array.from({ length: GRID * sizes.latentDim }, (_, i) => Math.sin(i))
    const latents = { shape: [GRID, sizes.latentDim], data }
    const before = t.runner.draw(latents)
    takeSteps(t, { until: 3 })
    t.runner.pullVariables()
    const drawn = t.runner.draw(latents)
    expect(t.gan.average).toBe(t.gan.drawn)
    // With a half-life of 1000 images, 24 images move the average a little.
    expect(drawn).not.toEqual(before)
    const { files } = t.gan.state.read()
    expect([...(files.get('ema')?.keys() ?? [])]).toEqual([
      ...(files.get('generator')?.keys() ?? []),
    ])
    const [ema, raw] = [files.get('ema'), files.get('generator')]
    expect(ema?.get('model.0.weight')).not.toEqual(raw?.get('model.0.weight'))
    expect(ema?.get('model.3.running_mean')).toEqual(raw?.get('model.3.running_mean'))
    dispose(t)
  })
})
