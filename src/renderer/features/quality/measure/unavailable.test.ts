import { expect, it } from 'vitest'
import { imageMetrics } from '../../../../contract/metrics/images/image-metrics'
import type { NetKind } from './net-choice.svelte'
import { whyUnavailable } from './unavailable'

const keysLacking = (
  net: NetKind,
  facts: { holdsNothingOut: boolean; suitsWeakNet: boolean },
  takesClasses: boolean,
) =>
  imageMetrics
    .map(({ key }) => key)
    .filter((key) => whyUnavailable(key, net, facts, takesClasses) !== undefined)
const good = { holdsNothingOut: false, suitsWeakNet: false }

it('all metrics can be measured for a class-conditional run with held-out images', () => {
  for (const net of ['suited', 'dataset', 'lenet-mnist', 'folder'] as const)
    expect(keysLacking(net, good, true)).toEqual([])
})

it('untrained nets have no classes, even if they suit the data set best', () => {
  const classes = ['classifierScore', 'classDivergence', 'classAccuracy']
  expect(keysLacking('pixels', good, true)).toEqual(classes)
  expect(keysLacking('suited', { ...good, suitsWeakNet: true }, true)).toEqual(classes)
  expect(keysLacking('folder', { ...good, suitsWeakNet: true }, true)).toEqual([])
})

it('memorisation needs held-out images, class accuracy a generator with classes', () => {
  expect(keysLacking('suited', { ...good, holdsNothingOut: true }, true)).toEqual(['memorisation'])
  expect(keysLacking('suited', good, false)).toEqual(['classAccuracy'])
})
