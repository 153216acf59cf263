import { describe, expect, it } from 'vitest'
import { featureMatrix } from '../features/feature-matrix'
import type { FeatureMatrix } from '../features/feature-matrix'
import expected from '../fixtures/expected.json'
import { chunksOf, normalSet, reordered, setOf } from '../testing'
import { memorisation } from './memorisation'
import { nearestTraining } from './nearest-training'
import type { MatrixProduct } from './screened-neighbours'

const { most, ...wanted } = expected.neighbours
const [images, training] = [setOf(wanted.images), setOf(wanted.training)]
const rowsOfMost = <T extends Int32Array | Float64Array>(flat: T): number[][] =>
  Array.from({ length: images.count }, (_, i) => [...flat.subarray(i * most, (i + 1) * most)])

describe('the nearest training images', () => {
  it.each([1, 3, 59, 60, 1000])('are the same in chunks of %i, with ties in order', (size) => {
    const nearest = nearestTraining(images, chunksOf(training, size), most)
    expect(rowsOfMost(nearest.indices)).toEqual(wanted.indices)
    expect(rowsOfMost(nearest.squared)).toEqual(wanted.squared)
  })

  it('are fewer if there are fewer training images', () => {
    const [few] = [...chunksOf(training, 2)] as [FeatureMatrix]
    const { indices, squared } = nearestTraining(images, [few], 3)
    expect([...indices.subarray(0, 3)].toSorted()).toEqual([-1, 0, 1])
    expect([...squared.subarray(0, 3)].filter(Number.isFinite)).toHaveLength(2)
  })

  it('need features of the same length', () => {
    expect(() => nearestTraining(images, [training, normalSet(2, 5, 1)], 1)).toThrow(
      'have 3 features, others 5',
    )
  })

  it('are found by reading each chunk once, without keeping it', () => {
    let alive = 0
    function* once() {
      for (let i = 0; i < 20; i++) {
        const chunk = normalSet(16, 3, i)
        alive++
        yield chunk
        // The reader may reuse the memory of a chunk for the next.
        chunk.data.fill(NaN)
        alive--
      }
    }
    const { squared } = nearestTraining(images, once(), 2)
    expect(alive).toBe(0)
    expect(squared.every(Number.isFinite)).toBe(true)
  })
})

it('has bounds wide enough for products in TensorFloat-32', () => {
  /** Rounds to 10 bits. */
  const rounded = (values: Float32Array): Float32Array =>
    new Float32Array(
      new Int32Array(values.slice().buffer).map((bits) => (bits + 0x1000) & ~0x1fff).buffer,
    )
  const product: MatrixProduct = (a, b, dim) => {
    const [left, right, columns] = [rounded(a), rounded(b), b.length / dim]
    const out = new Float32Array((a.length / dim) * columns)
    for (let at = 0; at < out.length; at++) {
      const [i, j] = [Math.floor(at / columns), at % columns]
      for (let k = 0; k < dim; k++) {
        out[at] = Number(out[at]) + Number(left[i * dim + k]) * Number(right[k * columns + j])
      }
    }
    return out
  }
  const [images, training] = [normalSet(60, 16, 1), normalSet(900, 16, 2, 1.001)]
  const wanted = nearestTraining(images, [training], 4)
  expect(nearestTraining(images, [training], 4, product)).toEqual(wanted)
})

describe('memorisation', () => {
  const known = normalSet(500, 6, 1)
  const unseen = normalSet(300, 6, 2)
  const measured = (generated: FeatureMatrix) =>
    memorisation.compute({
      ...{ real: unseen, generated, seed: 1 },
      training: [...chunksOf(known, 64)],
    })

  it('is normal for images like unseen ones', () => {
    const { value, details, protocol } = measured(normalSet(300, 6, 3))
    expect(Math.abs(value - 0.5)).toBeLessThan(0.06)
    expect(Math.abs(Number(details['z']))).toBeLessThan(3)
    expect(details['near']).toBeLessThan(0.04)
    expect(details['copies']).toBe(0)
    expect(protocol).toMatchObject({ trainingCount: 500, realCount: 300, generatedCount: 300 })
  })

  it('is 1 for copies', () => {
    const { value, details } = measured(reordered(known, [3, 1, 4, 1, 5, 9, 2, 6]))
    expect(value).toBe(1)
    expect(details).toMatchObject({ copies: 8, near: 1, generatedMedian: 0 })
    expect(details['z']).toBeLessThan(-3)
  })

  it('reveals a few copies in the share of near images', () => {
    const mixed = [...normalSet(270, 6, 4).data, ...known.data.subarray(0, 30 * 6)]
    const { value, details } = measured(featureMatrix(Float32Array.from(mixed), 6))
    expect(value).toBeLessThan(0.6)
    expect(details['copies']).toBe(30)
    expect(details['near']).toBeGreaterThanOrEqual(0.1)
  })

  it('is low for images unlike any training image', () => {
    const { value, details } = measured(normalSet(200, 6, 5, 1, 10))
    expect(value).toBe(0)
    expect(details['z']).toBeGreaterThan(3)
  })

  it('is normal if all images are equal', () => {
    const equal = reordered(known, [7, 7, 7])
    const { value, details } = memorisation.compute({
      ...{ real: equal, generated: equal, training: [equal], seed: 1 },
    })
    expect([value, details['z'], details['near']]).toEqual([0.5, 0, 0])
  })
})
