import { describe, expect, it } from 'vitest'
import { runStates } from '../../../../contract/run'
import { fakeRun } from '../../../testing/fake-data'
import type { EngineChoice, EngineName } from '../../../../contract/engines'
import { canTrainLonger, minEpochs, otherEngine, suggestedEpochs } from './train-longer'

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

describe('the engine of a longer run', () => {
  const engines = (status: string, ...names: EngineName[]) => ({
    status,
    automatic: names.map((name) => ({ name }))[0],
    resolve: (choice: EngineChoice) => names.find((name) => name === choice),
  })
  const on = (name: EngineName) => ({ engine: { name, version: '', device: '', threads: 1 } })

  it('is another one only if the engine that trained it is known not to be available', () => {
    const expected = { from: 'tensorflow', to: 'wasm' }
    expect(otherEngine(on('tensorflow'), engines('ready', 'wasm', 'cpu'))).toEqual(expected)
    expect(otherEngine(on('wasm'), engines('ready', 'tensorflow', 'wasm'))).toBeUndefined()
    expect(otherEngine(on('tensorflow'), engines('loading', 'wasm'))).toBeUndefined()
    expect(otherEngine({ engine: null }, engines('ready', 'wasm'))).toBeUndefined()
  })
})
