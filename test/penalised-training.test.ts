import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import type { SavedState } from '../src/contract/tensors'
import { openEngine } from '../src/main/engine/open'
import type { OpenEngine } from '../src/main/engine/engine'
import { createGan } from '../src/main/gan/training/gan'
import { differences } from './support/gan'
import { madeUpImages } from './support/made-up-images'
import { narrowNetworks } from './support/narrow-networks'
import { dispose, continueFrom, newTraining, stateOf, takeSteps } from './support/training'

/*
 * Recipes whose steps differ from one another and draw random numbers of their own: compiled or not,
 * interrupted or not, they train to the same bits.
 */

/** Three batches per epoch, the last with 5 images. */
const IMAGES = 2 * 16 + 5
const small = { imageSize: 8, latentDim: 10, batchSize: 16, epochs: 9, steps: 11, baseWidth: 8 }
const viewed = { augmentation: 'colourTranslationCutout', instanceNoise: 0.5 } as const

const recipes: Record<string, Partial<Hyperparameters>> = {
  'R1 every third step, with augmentation, fading noise and label smoothing': {
    ...viewed,
    instanceNoiseEpochs: 2,
    labelSmoothing: 0.1,
    penalty: 'r1',
    penaltyWeight: 0.1,
    penaltyInterval: 3,
  },
  'R1 and R2 through convolutions, with augmentation': {
    architecture: 'dcgan',
    augmentation: 'translationCutout',
    penalty: 'r1AndR2',
    penaltyWeight: 0.1,
  },
  'the gradient penalty every second step, through convolutions': {
    architecture: 'dcgan',
    penalty: 'gradientPenalty',
    penaltyInterval: 2,
  },
  // Each weight is used three times: R1 judges the generated images separately.
  'R1 at every step, with the Wasserstein loss': { penalty: 'r1', loss: 'wasserstein' },
  // The means are over a number of images that is not a power of 2.
  'the gradient penalty of batches of 11, through convolutions': {
    architecture: 'dcgan',
    penalty: 'gradientPenalty',
    batchSize: 11,
  },
  'projection with R1 and conditional batch norm': {
    ...{ architecture: 'dcgan', discriminatorNorm: 'spectral', penalty: 'r1' },
    ...{ conditioning: 'projection', classes: 3, labelInput: 'batchNorm' },
  },
  'an auxiliary classifier with the gradient penalty': {
    ...{ conditioning: 'auxiliaryClassifier', classes: 3, penalty: 'gradientPenalty' },
    augmentation: 'translation',
  },
  'approximate R1, with clipped weights': {
    penalty: 'r1FiniteDifference',
    penaltyWeight: 100,
    weightClip: 0.05,
  },
}

let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 1)).engine
})

const training = (changes: Partial<Hyperparameters>, compile: boolean) => {
  const h = { ...presets.reference, ...small, ...changes }
  const gan = createGan(h, narrowNetworks(h))
  return newTraining({ engine, h, dataset: madeUpImages(IMAGES), compile, gan })
}

describe.each(Object.entries(recipes))('%s', (_, changes) => {
  it('gives the same bits compiled and plain', () => {
    const [a, b] = [training(changes, true), training(changes, false)]
    const metrics = takeSteps(a)
    expect(metrics).toHaveLength(small.steps)
    expect(metrics).toEqual(takeSteps(b))
    expect(differences(stateOf(a), stateOf(b))).toEqual([])
    dispose(a, b)
  })

  it('continues bit for bit from any step of its cycle', () => {
    const whole = training(changes, false)
    const saved = new Map<number, SavedState>()
    for (let step = 1; step <= 4; step++) {
      takeSteps(whole, { until: step })
      saved.set(step, stateOf(whole))
    }
    const rest = takeSteps(whole)
    const end = stateOf(whole)
    for (const [step, state] of saved) {
      const resumed = training(changes, false)
      continueFrom(resumed, { step, state })
      expect(takeSteps(resumed).slice(4 - step)).toEqual(rest)
      expect(differences(stateOf(resumed), end), `from step ${step}`).toEqual([])
      dispose(resumed)
    }
    dispose(whole)
  })

  it('leaks no tensor', () => {
    const t = training(changes, false)
    takeSteps(t, { until: 3 })
    const { numTensors } = memory()
    takeSteps(t)
    expect(memory().numTensors).toBe(numTensors)
    dispose(t)
  })
})

it('a limit keeps every weight of D within it', () => {
  const t = training({ weightClip: 0.03 }, true)
  takeSteps(t, { until: 3 })
  t.runner.pullVariables()
  for (const [name, { data }] of t.gan.discriminator.stateDict()) {
    const largest = Array.from(data, Number).reduce((a, b) => Math.max(a, Math.abs(b)), 0)
    expect(largest, name).toBeLessThanOrEqual(Math.fround(0.03))
  }
  dispose(t)
})
