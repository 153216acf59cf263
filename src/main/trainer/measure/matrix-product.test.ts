import { memory } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { openEngine } from '../../engine/open'
import type { FeatureMatrix } from '../../metrics/features/feature-matrix'
import { chunksOf, normalSet } from '../../metrics/testing'
import { nearestTraining } from '../../metrics/training-images/nearest-training'
import { productOf } from './matrix-product'

describe.each(['tensorflow', 'wasm'] as const)(
  'nearest neighbours with matrix products on %s',
  (name) => {
    const product = productOf({ name })
    const sets: [string, FeatureMatrix, FeatureMatrix][] = [
      ['far from the origin', normalSet(90, 20, 1, 0.01, 1000), normalSet(4500, 20, 2, 0.01, 1000)],
      ['with copies', normalSet(300, 7, 1), normalSet(250, 7, 1)],
      ['all equal', normalSet(40, 3, 1, 0, 2), normalSet(60, 3, 1, 0, 2)],
      ['too small for single precision', normalSet(50, 5, 1, 1e-25), normalSet(99, 5, 2, 1e-25)],
      ['whose products overflow', normalSet(50, 5, 1, 1e25), normalSet(99, 5, 2, 1e25)],
    ]
    it.each(sets)(
      'have the same bits as without them, for features %s',
      async (_, images, training) => {
        await openEngine(name, 1)
        const before = memory().numTensors
        for (const most of [1, 3]) {
          const wanted = nearestTraining(images, [training], most)
          for (const size of [training.count, 33]) {
            expect(nearestTraining(images, chunksOf(training, size), most, product)).toEqual(wanted)
          }
        }
        expect(memory().numTensors).toBe(before)
      },
    )
  },
)
