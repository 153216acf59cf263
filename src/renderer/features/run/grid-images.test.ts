import { expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import { gridImages } from './grid-images'

it('a grid has a column per class, or 25 images without classes', () => {
  expect(gridImages({ hyperparameters: presets.reference })).toBe(25)
  expect(gridImages({ hyperparameters: presets['mnist-quality'] })).toBe(50)
})

it('a grid of a batch has no more images than the batch', () => {
  const hyperparameters = { ...presets['mnist-quality'], sampleLatents: 'batch' as const }
  expect(gridImages({ hyperparameters })).toBe(25)
  expect(gridImages({ hyperparameters: { ...hyperparameters, batchSize: 8 } })).toBe(8)
})
