import { describe, expect, it } from 'vitest'
import { runStates } from '../../../../contract/run'
import { fakeRun } from '../../../testing/fake-data'
import { canTrainLonger, minEpochs, suggestedEpochs } from './train-longer'

const ended = { ...fakeRun('a'), step: 100, totalSteps: 100, stepsPerEpoch: 10 }

describe('training longer', () => {
  it('is available for finished and stopped runs', () => {
    const possible = runStates.filter((state) => canTrainLonger({ ...ended, state }))
    expect(possible).toEqual(['stopped', 'finished'])
    expect(canTrainLonger({ ...ended, stepsPerEpoch: null })).toBe(false)
  })

  it.each([0, 1, 9, 10, 11, 99, 100])('from step %d always leaves steps to train', (step) => {
    for (const totalSteps of [step, 100]) {
      const run = { ...ended, step, totalSteps }
      expect(minEpochs(run) * 10).toBeGreaterThan(step)
      expect((minEpochs(run) - 1) * 10).toBeLessThanOrEqual(step)
      expect(suggestedEpochs(run)).toBeGreaterThanOrEqual(minEpochs(run))
      expect(suggestedEpochs(run) * 10).toBeGreaterThan(totalSteps)
    }
  })
})
