import { expect, it } from 'vitest'
import { measureStages } from './measuring'
import type { MeasureProgress } from './measuring'
import { fractionOf, roughly } from './progress'

it('a measurement’s progress grows from stage to stage, and within a metric', () => {
  const reports: MeasureProgress[] = measureStages
    .filter((stage) => stage !== 'neighbours')
    .flatMap((stage): MeasureProgress[] => [
      { stage, done: 0, of: 2 },
      { stage, done: 0, of: 2, share: 0.5 },
      { stage, done: 1, of: 2, share: 0.1 },
      { stage, done: 1, of: 2, share: 1 },
    ])
  const fractions = reports.map((report) => fractionOf(report))
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect([fractions[0], fractions.at(-1)]).toEqual([0, 1])
})

it('an estimated time is never rounded to nothing, nor to a false precision', () => {
  expect([0, 2, 44, 95, 700].map(roughly)).toEqual([5, 5, 45, 90, 720])
})
