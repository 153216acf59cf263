import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Dataset } from '../../../../contract/datasets/dataset'
import { MemoryImages } from '../../../../contract/datasets/memory-images'
import { failureOf } from '../../../../contract/testing/failure-of'
import { openEngine } from '../../../engine/open'
import { RandomStream } from '../../../gan/random/random'
import { withTenthHeldOut } from './labelled-images'
import { trainNet } from './train-net'
import type { NetTraining } from './train-net'

const SIZE = 8
const CLASSES = ['left', 'right', 'top']
const RECIPE = { epochs: 6, batchSize: 32, learningRate: 2e-3, weightDecay: 0.05, shift: 1 }

const isBright = (label: number, x: number, y: number): boolean =>
  label === 0 ? x < SIZE / 2 : label === 1 ? x >= SIZE / 2 : y < SIZE / 2

/** Noise that is brighter in one half, given by the label. */
function halves(count: number, seed = 1): Dataset & { labels: Uint8Array } {
  const random = RandomStream.seeded(seed, 'halves')
  const labels = Uint8Array.from({ length: count }, () => random.below(CLASSES.length))
  const pixels = Uint8Array.from({ length: count * SIZE * SIZE }, (_, i) => {
    const [image, at] = [Math.floor(i / SIZE ** 2), i % SIZE ** 2]
    const bright = isBright(labels[image] as number, at % SIZE, Math.floor(at / SIZE))
    return random.below(160) + (bright ? 90 : 0)
  })
  const shape = { width: SIZE, height: SIZE, channels: 1, images: count }
  return {
    identity: { name: 'halves', fingerprint: 'a'.repeat(64), ...shape },
    images: new MemoryImages(pixels, SIZE * SIZE),
    ...{ count, imageSize: SIZE, channels: 1, labels },
  }
}

const training = (changes: Partial<NetTraining> = {}): NetTraining => ({
  ...{ id: 'halves', title: 'Halves', train: halves(400), test: undefined, classes: CLASSES },
  ...{ seed: 3, engine: 'any', recipe: RECIPE, ...changes },
})

const bytesOf = async (changes: Partial<NetTraining> = {}): Promise<string> => {
  const { tensors } = await trainNet(training(changes))
  return [...tensors].map(([name, { data }]) => `${name} ${data.join()}`).join(';')
}

beforeAll(() => openEngine('auto', 1))

describe('a classifier', () => {
  it('learns from meaningful labels', async () => {
    const { facts } = await trainNet(training())
    expect(facts.test).toMatchObject({ images: 40, part: 'tenthOfTraining' })
    expect(facts.trainedOn).toMatchObject({ name: 'halves', images: 360 })
    expect(facts.test.accuracy).toBeGreaterThan(0.9)
  })

  it('is at chance level on held-out images if labels are random', async () => {
    const train = halves(400)
    const random = RandomStream.seeded(9, 'labels')
    const labels = train.labels.map(() => random.below(CLASSES.length))
    const { facts } = await trainNet(training({ train: { ...train, labels } }))
    expect(facts.test.accuracy).toBeLessThan(0.6)
  })

  it('is tested on the hold-out part, if that has labels', async () => {
    const test = halves(77, 2)
    const { facts } = await trainNet(training({ test }))
    expect(facts.test).toMatchObject({ images: 77, part: 'holdOut' })
    expect(facts.trainedOn.images).toBe(400)
    expect(facts.test.accuracy).toBeGreaterThan(0.9)
    const { labels: _, ...unlabelled } = test
    const other = await trainNet(training({ test: unlabelled }))
    expect(other.facts.test.part).toBe('tenthOfTraining')
  })

  it('has the same bits when trained again, and others with another seed', async () => {
    const first = await bytesOf()
    expect(await bytesOf()).toBe(first)
    expect(await bytesOf({ seed: 4 })).not.toBe(first)
  })

  it('leaves no tensor behind, not even when it is cancelled', async () => {
    const before = memory().numTensors
    await trainNet(training())
    expect(memory().numTensors).toBe(before)
    const abort = new AbortController()
    const onProgress = (): void => abort.abort(new Error('cancelled'))
    const recipe = { ...RECIPE, epochs: 1000 }
    const cancelled = trainNet(training({ recipe, onProgress, signal: abort.signal }))
    await expect(cancelled).rejects.toThrow('cancelled')
    expect(memory().numTensors).toBe(before)
  })

  it('reports each step in order', async () => {
    const steps: string[] = []
    await trainNet(training({ onProgress: ({ stage, step }) => steps.push(`${stage} ${step}`) }))
    const total = RECIPE.epochs * Math.floor(360 / RECIPE.batchSize)
    const trained = Array.from({ length: total }, (_, i) => `training ${i + 1}`)
    expect(steps).toEqual([...trained, `testing ${total}`])
  })
})

describe('a data set that no net can be trained on is refused, by name', () => {
  it.each<[string, Partial<NetTraining>, string]>([
    ['no labels', { train: (({ labels: _, ...rest }) => rest)(halves(400)) }, 'has no labels'],
    ['one class', { classes: ['all'] }, 'have the same class'],
    ['few images', { train: halves(90) }, '81 images to train a feature net on'],
    ['a class without images', { classes: [...CLASSES, 'none'] }, '0 images of class “none”'],
  ])('%s', async (_, changes, message) => {
    const failure = await failureOf(() => trainNet(training(changes)))
    expect(failure).toMatchObject({ code: 'data' })
    expect(String(failure)).toContain('“halves”')
    expect(String(failure)).toContain(message)
  })
})

it('the tenth held out and the rest are all images, once each', () => {
  for (const count of [2, 10, 101]) {
    const { train, test } = withTenthHeldOut(count, 1)
    expect(test).toHaveLength(Math.max(1, Math.round(count / 10)))
    expect([...train, ...test].sort((a, b) => a - b)).toEqual([...Array(count).keys()])
  }
})
