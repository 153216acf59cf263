import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../../contract/datasets/dataset'
import { MemoryImages } from '../../../contract/datasets/memory-images'
import { RandomStream } from '../random/random'
import { stepsPerEpoch, totalSteps } from '../../../contract/run-length'
import { Batches, batchSizes } from './batches'

function datasetOf(images: number): Dataset {
  const size = { images, width: 1, height: 1, channels: 1 }
  const identity = { name: 'x', fingerprint: '0'.repeat(64), ...size }
  // Each image is a single pixel with the image's number.
  const pixels = Uint8Array.from({ length: images }, (_, i) => i)
  return { identity, images: new MemoryImages(pixels, 1), count: images, imageSize: 1, channels: 1 }
}

/** The batches of each step of an epoch, as image numbers. */
function epochOf(images: number, batchSize: number, batches: number, epoch = 0): number[][][] {
  const noise = RandomStream.seeded(1, 'noise')
  const all = new Batches(
    datasetOf(images),
    { batchSize, discriminatorSteps: batches, seed: 3 },
    noise,
  )
  const steps = stepsPerEpoch({ batchSize, discriminatorSteps: batches }, images)
  return Array.from({ length: steps }, (_, step) => {
    const source = all.at(epoch * steps + step)
    expect(source).toMatchObject({ epoch, stepsPerEpoch: steps })
    return Array.from({ length: batches }, (_, batch) => {
      const target = new Float32Array(source.size(batch))
      source.images(batch, target)
      return [...target].map((value) => Math.round(((value + 1) / 2) * 255))
    })
  })
}

const cases = [
  [100, 10, 1],
  [103, 10, 1],
  [103, 10, 2],
  [103, 10, 5],
  [95, 10, 5],
  [7, 7, 1],
  [7, 7, 3],
  [15, 10, 5],
] as const

describe.each(cases)('%i images in batches of %i, %i per step', (images, batchSize, batches) => {
  it('come at most once per epoch, and all of them if a step takes one batch', () => {
    const shown = epochOf(images, batchSize, batches).flat(2)
    const enough = Math.ceil(images / batchSize) >= batches
    if (enough) expect(new Set(shown).size).toBe(shown.length)
    if (batches === 1) expect([...shown].sort((a, b) => a - b)).toEqual([...Array(images).keys()])
  })

  it('come in a different order each epoch', () => {
    const [first, second] = [0, 1].map((epoch) => epochOf(images, batchSize, batches, epoch))
    expect(first).not.toEqual(second)
  })

  it('are counted as seen by the steps after them', () => {
    const noise = RandomStream.seeded(1, 'noise')
    const all = new Batches(
      datasetOf(images),
      { batchSize, discriminatorSteps: batches, seed: 3 },
      noise,
    )
    let seen = 0
    for (
      let step = 0;
      step < 3 * stepsPerEpoch({ batchSize, discriminatorSteps: batches }, images);
      step++
    ) {
      const source = all.at(step)
      expect(source.imagesSeen).toBe(seen)
      seen += source.size(batches - 1)
    }
  })

  it('have exactly the predicted sizes', () => {
    const met = epochOf(images, batchSize, batches).map((step) =>
      step.map(({ length }) => length).join(),
    )
    const foretold = batchSizes({ batchSize, discriminatorSteps: batches }, images).map((sizes) =>
      sizes.join(),
    )
    expect(new Set(met)).toEqual(new Set(foretold))
  })
})

describe('the length of a run', () => {
  it.each([
    [{ epochs: 3, steps: 0, batchSize: 64 }, 60_000, 1, 3 * 938],
    [{ epochs: 3, steps: 100, batchSize: 64 }, 60_000, 1, 100],
    [{ epochs: 1, steps: 2000, batchSize: 64 }, 60_000, 1, 938],
    [{ epochs: 2, steps: 0, batchSize: 64 }, 60_000, 5, 2 * 187],
    [{ epochs: 2, steps: 0, batchSize: 10 }, 10, 5, 2],
  ])(
    'of %j on %i images, %i batches per step, is %i steps',
    (h, images, discriminatorSteps, steps) => {
      expect(totalSteps({ ...h, discriminatorSteps }, images)).toBe(steps)
    },
  )
})

describe('labels', () => {
  const classes = [0, 2, 5]
  const labels = (images: number): Uint8Array =>
    Uint8Array.from({ length: images }, (_, i) => classes[(i + (i >> 3)) % 3] ?? 0)

  it.each(cases)(
    'go with their images: %i in batches of %i, %i per step',
    (images, size, steps) => {
      const dataset = { ...datasetOf(images), labels: labels(images) }
      const h = { batchSize: size, discriminatorSteps: steps, seed: 3 }
      const batches = new Batches(dataset, h, RandomStream.seeded(1, 'noise'))
      for (let step = 0; step < 2 * stepsPerEpoch(h, images); step++) {
        const source = batches.at(step)
        for (let batch = 0; batch < steps; batch++) {
          const pixels = new Float32Array(source.size(batch))
          const given = new Int32Array(source.size(batch))
          source.images(batch, pixels)
          source.labels(batch, given)
          const numbers = [...pixels].map((value) => Math.round(((value + 1) / 2) * 255))
          expect([...given]).toEqual(numbers.map((number) => dataset.labels[number]))
        }
      }
    },
  )

  it('for generated images are drawn from the noise, only of classes that have images', () => {
    const noise = RandomStream.seeded(1, 'noise')
    const dataset = { ...datasetOf(9), labels: labels(9) }
    const batches = new Batches(dataset, { batchSize: 3, discriminatorSteps: 1, seed: 3 }, noise)
    const draw = (): number[] => {
      const target = new Int32Array(3000)
      batches.at(0).drawLabels(target)
      return [...target]
    }
    const { state } = noise
    const first = draw()
    const shares = classes.map((label) => first.filter((each) => each === label).length / 1000)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(3, 10)
    for (const share of shares) expect(Math.abs(share - 1)).toBeLessThan(0.1)
    expect(draw()).not.toEqual(first)
    noise.restore(state)
    expect(draw()).toEqual(first)
  })

  it('cannot be requested from a data set without labels', () => {
    const h = { batchSize: 3, discriminatorSteps: 1, seed: 3 }
    const source = new Batches(datasetOf(9), h, RandomStream.seeded(1)).at(0)
    expect(() => source.labels(0, new Int32Array(3))).toThrow('no labels')
  })
})

describe('images are announced before they are gathered', () => {
  it.each(cases)('%i in batches of %i, %i per step', (images, batchSize, discriminatorSteps) => {
    const expected: number[] = []
    let announced = 0
    const dataset = datasetOf(images)
    dataset.images = {
      gather: (indices) => expect([...indices]).toEqual(expected.splice(0, indices.length)),
      follow(order, from) {
        announced += 1
        expected.splice(0, Infinity, ...order.subarray(from))
      },
    }
    const h = { batchSize, discriminatorSteps, seed: 3 }
    const batches = new Batches(dataset, h, RandomStream.seeded(1, 'noise'))
    const perEpoch = stepsPerEpoch(h, images)
    // A resumed training begins in the middle of an epoch.
    for (const step of [1, 2, 3, 4, 5, 6, 40, 41].map((each) => each + perEpoch)) {
      const source = batches.at(step)
      for (let batch = 0; batch < discriminatorSteps; batch++) {
        // The batches of a tiny data set begin again within a step.
        if (Math.ceil(images / batchSize) < discriminatorSteps) return
        source.images(batch, new Float32Array(source.size(batch)))
      }
    }
    expect(announced).toBeGreaterThan(1)
  })
})
