import { expect, it } from 'vitest'
import { builtInNets, bundledNets } from '../feature-nets/choice'
import { RECOGNISABLE, verdictOf } from './verdict'

const net = { id: 'lenet-mnist' }

it('an FID is judged by its floor, then by the limit of recognisable images', () => {
  const at = (fid: number) => verdictOf({ fid, floor: 1, net })
  expect([0, 1, 2.99].map(at)).toEqual(Array(3).fill('close'))
  expect([3, 100, RECOGNISABLE - 0.1].map(at)).toEqual(Array(3).fill('recognisable'))
  expect([RECOGNISABLE, 485, 4000].map(at)).toEqual(Array(3).fill('far'))
})

it('there is no verdict without a floor, or for nets with unknown limits', () => {
  expect(verdictOf({ fid: 1, floor: null, net })).toBeUndefined()
  for (const id of [...builtInNets, 'dataset-net', 'inception', '']) {
    const known = bundledNets.some((bundled) => bundled === id)
    expect(verdictOf({ fid: 1, floor: 1, net: { id } }) !== undefined, id).toBe(known)
  }
})
