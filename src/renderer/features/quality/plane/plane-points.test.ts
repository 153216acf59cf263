import { expect, it } from 'vitest'
import { measuredAt } from '../testing'
import { planePoints } from './plane-points'

it('precision and recall are joined only for equal numbers of images', () => {
  const both = { precision: 0.5, recall: 0.2 }
  const evaluations = [
    measuredAt(100, both),
    measuredAt(200, { ...both, recall: 0.3 }, { count: 20 }),
    measuredAt(300, { precision: 0.5 }),
    measuredAt(400, { ...both, fid: 3 }),
  ]
  expect(planePoints(evaluations)).toEqual([
    { step: 100, ...both },
    { step: 400, ...both },
  ])
  expect(planePoints([measuredAt(300, { precision: 0.5 })])).toEqual([])
})
