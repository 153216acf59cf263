import { describe, expect, it } from 'vitest'
import { lossChart, outputChart } from '../../../../contract/metrics/charts'
import type { Hyperparameters } from '../../../../contract/hyperparameters'
import { fakeConfig, fakeRun } from '../../../testing/fake-data'
import { lossGroups, sharedAxis } from './losses'

const run = (id: string, changes: Partial<Hyperparameters>) =>
  fakeRun(id, { config: fakeConfig(changes) })
const nonSaturating = run('ns', { loss: 'nonSaturating' })
const smoothed = run('smoothed', { loss: 'nonSaturating', labelSmoothing: 0.1 })
const minimax = run('minimax', { loss: 'minimax' })
const hinge = run('hinge', { loss: 'hinge' })

describe('runs', () => {
  it('are grouped by loss; smoothed labels change it', () => {
    const groups = lossGroups([nonSaturating, hinge, { ...nonSaturating, name: 'too' }, smoothed])
    expect(groups.map(({ runs }) => runs)).toEqual([['ns', 'too'], ['hinge'], ['smoothed']])
  })

  it('of one loss have its axis and levels', () => {
    const axis = sharedAxis(outputChart, lossGroups([nonSaturating]))
    expect(axis).toMatchObject({ range: { min: 0, max: 1 }, comparable: true })
    expect(axis.loss?.output).toBe('probability')
    expect(sharedAxis(lossChart, lossGroups([hinge])).mayBeLogarithmic).toBe(false)
  })

  it('of several losses have losses in different units, but may share probabilities', () => {
    const both = lossGroups([nonSaturating, minimax])
    expect(sharedAxis(lossChart, both)).toMatchObject({ loss: undefined, comparable: false })
    expect(sharedAxis(outputChart, both)).toMatchObject({
      ...{ range: { min: 0, max: 1 }, comparable: true },
    })
    const mixed = sharedAxis(outputChart, lossGroups([nonSaturating, hinge]))
    expect(mixed).toMatchObject({ range: undefined, comparable: false })
  })
})
