import { tensor2d, tensor4d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCpu } from '../../engine/cpu'
import { augmentations } from './augmentations'
import type { Augmentation } from './augmentation'

beforeAll(openCpu)

/** Two images [2, 4, 4]. */
const images = Float32Array.from({ length: 64 }, (_, i) => Math.sin(1 + i))

const applied = (augmentation: Augmentation, numbers: number[][]): Float32Array =>
  tidy(() =>
    augmentation
      .apply(tensor4d(images, [2, 2, 4, 4]), tensor2d(numbers))
      .dataSync<'float32'>()
      .slice(),
  )

const pixel = (values: Float32Array, at: [number, number, number, number]): number => {
  const [image, channel, row, column] = at
  return values[((image * 2 + channel) * 4 + row) * 4 + column] ?? NaN
}
const places = [0, 1, 2, 3].flatMap((row) => [0, 1, 2, 3].map((column) => [row, column] as const))

/** The least and the greatest number that U(0, 1) gives, 1 being excluded. */
const ends = [0, 1 - 2 ** -24]
const rangesOf = ({ numbers }: Augmentation, size: number): number[][] =>
  numbers.map((convert) => ends.map((uniform) => convert(uniform, size)))

describe.each(Object.entries(augmentations))('%s', (name, augmentation) => {
  it('has changes that lie evenly around none', () => {
    for (const size of [4, 28, 33, 64]) {
      for (const [least = NaN, most = NaN] of rangesOf(augmentation, size)) {
        // A square's centre lies anywhere in the image.
        const side = Math.floor(size / 2 + 0.5)
        const middle = name === 'cutout' ? (size - side) / 2 : augmentation.none(size)
        expect((least + most) / 2).toBeCloseTo(middle, 5)
        expect(most).toBeGreaterThan(least)
      }
    }
  })

  it('leaves an image unchanged if all numbers are `none`', () => {
    const row = augmentation.numbers.map(() => augmentation.none(4))
    const same = applied(augmentation, [row, row])
    same.forEach((value, i) => expect(value).toBeCloseTo(images[i] ?? NaN, 6))
  })
})

describe('translation', () => {
  it('moves each image by its own numbers, and leaves grey', () => {
    const moved = applied(augmentations.translation, [
      [1, -1],
      [0, 2],
    ])
    for (const channel of [0, 1]) {
      for (const [row, column] of places) {
        const first = row >= 1 && column <= 2 ? pixel(images, [0, channel, row - 1, column + 1]) : 0
        expect(pixel(moved, [0, channel, row, column])).toBe(first)
        const second = column >= 2 ? pixel(images, [1, channel, row, column - 2]) : 0
        expect(pixel(moved, [1, channel, row, column])).toBe(second)
      }
    }
  })

  it('reaches an eighth of the image', () => {
    expect(rangesOf(augmentations.translation, 64)).toEqual([
      [-8, 8],
      [-8, 8],
    ])
    expect(rangesOf(augmentations.translation, 28)).toEqual([
      [-4, 4],
      [-4, 4],
    ])
  })
})

describe('cutout', () => {
  it('greys out a square of each image, as far as it lies within', () => {
    const cut = applied(augmentations.cutout, [
      [1, 2],
      [-1, 3],
    ])
    for (const channel of [0, 1]) {
      for (const [row, column] of places) {
        const inFirst = [1, 2].includes(row) && column >= 2
        const inSecond = row === 0 && column === 3
        for (const [image, inside] of [inFirst, inSecond].entries()) {
          const before = pixel(images, [image, channel, row, column])
          expect(pixel(cut, [image, channel, row, column])).toBeCloseTo(inside ? 0 : before, 12)
        }
      }
    }
  })
})

describe.each(['brightness', 'saturation', 'contrast'] as const)('%s', (name) => {
  const augmentation = augmentations[name]
  const none = augmentation.none(4)

  it('leaves an image as it is in the middle of its range', () => {
    const same = applied(augmentation, [[none], [none]])
    same.forEach((value, i) => expect(value).toBeCloseTo(images[i] ?? NaN, 6))
  })

  it('changes each image by its own number', () => {
    const changed = applied(augmentation, [[none], [none + 0.3]])
    const difference = changed.map((value, i) => Math.abs(value - (images[i] ?? NaN)))
    expect(Math.max(...difference.subarray(0, 32))).toBeLessThan(1e-6)
    expect(Math.max(...difference.subarray(32))).toBeGreaterThan(0.05)
  })
})
