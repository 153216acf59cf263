import { describe, expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import { RandomStream } from '../random/random'
import type { StepPosition, StepSource } from './step-input'
import { View } from './view'

const h = { ...presets.reference, imageSize: 4, instanceNoise: 0.6, instanceNoiseEpochs: 3 }

const at = (step: number): StepPosition => ({
  ...{ step, stepsPerEpoch: 10, imagesSeen: 0 },
  size: () => 2,
})
const deviation = (step: number): number => new View(h).rates['instanceNoise']?.(at(step)) ?? NaN

describe('instance noise', () => {
  it('falls to 0 evenly, and stays there', () => {
    expect([0, 10, 15, 30, 1000].map(deviation)).toEqual([
      0.6,
      expect.closeTo(0.4, 12),
      expect.closeTo(0.3, 12),
      0,
      0,
    ])
  })

  it('draws numbers only while there is noise', () => {
    const noise = new View(h).inputs(0, 2)['instanceNoise']
    if (noise?.dtype !== 'float32') throw new Error('there is no noise')
    expect(noise.shape(2)).toEqual([4, 16])
    const drawn = (step: number): number[] => {
      const target = new Float32Array(3).fill(7)
      const normal = (values: Float32Array) => void values.fill(1)
      const source: StepSource = {
        ...at(step),
        normal,
        uniform: normal,
        images: () => undefined,
        labels: () => undefined,
        drawLabels: () => undefined,
      }
      noise.fill(target, source)
      return [...target]
    }
    expect(drawn(29)).toEqual([1, 1, 1])
    expect(drawn(30)).toEqual([0, 0, 0])
  })
})

describe('a view', () => {
  it('needs no numbers if images are shown as they are', () => {
    const view = new View(presets.reference)
    expect(view.inputs(0, 2)).toEqual({})
    expect(view.rates).toEqual({})
  })

  it('changes the saturation of colour images only', () => {
    const names = (channels: number) =>
      Object.keys(new View({ ...presets.reference, channels, augmentation: 'colour' }).inputs(0, 1))
    expect(names(1)).toEqual(['brightness', 'contrast'])
    expect(names(3)).toEqual(['brightness', 'saturation', 'contrast'])
  })
})

describe('augmentation with a probability', () => {
  const numbersAt = (changes: Partial<Hyperparameters>, step: number): number[] => {
    const view = new View({ ...presets.reference, augmentation: 'translation', ...changes })
    const input = view.inputs(0, 1)['translation']
    if (input?.dtype !== 'float32') throw new Error('there is no translation')
    const target = new Float32Array(2 * 400)
    const random = RandomStream.seeded(step + 1, 'view')
    const uniform = (values: Float32Array) => void random.fillUnit(values)
    const source: StepSource = {
      ...at(step),
      normal: uniform,
      uniform,
      images: () => undefined,
      labels: () => undefined,
      drawLabels: () => undefined,
    }
    input.fill(target, source)
    return [...target]
  }
  const changed = (numbers: number[]): number =>
    Array.from({ length: 400 }, (_, i) => numbers.slice(2 * i, 2 * i + 2)).filter(
      ([x, y]) => x || y,
    ).length
  const MOST = changed(numbersAt({}, 0))

  it('of 1 changes almost every image, and of 0 changes none', () => {
    expect(MOST).toBeGreaterThan(370)
    expect(changed(numbersAt({ augmentationProbability: 0 }, 0))).toBe(0)
  })

  it('changes about that share of the images, each completely or not at all', () => {
    const some = numbersAt({ augmentationProbability: 0.25 }, 0)
    expect(changed(some) / MOST).toBeGreaterThan(0.15)
    expect(changed(some) / MOST).toBeLessThan(0.35)
    const all = numbersAt({}, 0)
    some.forEach((value, i) => {
      if (some[i - (i % 2)] !== 0 || some[i - (i % 2) + 1] !== 0) expect(value).toBe(all[i])
    })
  })

  it('follows its schedule', () => {
    const rising = {
      augmentationProbability: 0,
      augmentationProbabilitySchedule: 'linear',
      augmentationProbabilityEnd: 1,
      scheduleEnd: 2,
    } as const
    const counts = [0, 5, 10, 20].map((step) => changed(numbersAt(rising, step)))
    expect(counts[0]).toBe(0)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(counts[3]).toBeGreaterThan(370)
  })
})
