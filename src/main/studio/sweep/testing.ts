import { sweepSpecSchema } from '../../../contract/sweep/spec'
import type { SweepFile } from '../../../contract/sweep/spec'
import { sweepSchema } from '../../../contract/sweep/document'
import type { Sweep, Trial } from '../../../contract/sweep/document'
import { baseOf, candidatesOf } from './candidates'

/** The number of images of the made-up data set. */
export const IMAGES = 1000

export const specOf = (file: Partial<SweepFile> = {}) =>
  sweepSpecSchema.parse({ name: 'made up', dataset: 'mnist', preset: 'reference', ...file })

/** A stored sweep on a data set of {@link IMAGES} images. */
export function madeUpSweep(file: Partial<SweepFile>): Sweep {
  const spec = specOf(file)
  const values = candidatesOf(spec)
  return sweepSchema.parse({
    ...{ schemaVersion: 1, id: 'made-up', createdAt: '2026-01-01T00:00:00.000Z', spec },
    base: { hyperparameters: baseOf(spec), dataset: 'mnist', engine: 'auto', threads: 0 },
    datasetImages: IMAGES,
    candidates: values.map((each) => ({ values: each })),
    trials: values.flatMap((_, candidate) => spec.seeds.map((seed) => ({ candidate, seed }))),
  })
}

export const withTrial = (sweep: Sweep, index: number, what: Partial<Trial>): Sweep => ({
  ...sweep,
  trials: sweep.trials.map((trial, i) => (i === index ? { ...trial, ...what } : trial)),
})
