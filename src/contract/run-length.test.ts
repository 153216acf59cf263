import { describe, expect, it } from 'vitest'
import { batchesPerEpoch } from './run-length'

describe('batchesPerEpoch', () => {
  it.each([
    [60_000, 64, 938],
    [128, 64, 2],
    [1, 64, 1],
  ])('%i images in batches of %i are %i steps', (count, batchSize, steps) => {
    expect(batchesPerEpoch(count, batchSize)).toBe(steps)
  })
})
