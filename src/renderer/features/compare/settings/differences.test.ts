import { describe, expect, it } from 'vitest'
import type { Hyperparameters } from '../../../../contract/hyperparameters'
import type { RunSummary } from '../../../../contract/summary'
import { fakeConfig, fakeRun } from '../../../testing/fake-data'
import { differences } from './differences'

const run = (changes: Partial<Hyperparameters> = {}, more: Partial<RunSummary> = {}) =>
  fakeRun('a', { config: fakeConfig(changes), ...more })
const found = (...runs: RunSummary[]) =>
  Object.fromEntries(
    differences(runs, (name) => name.toUpperCase()).map(({ label, values }) => [label, values]),
  )

describe('the settings that differ', () => {
  it('are none for runs that train alike, whatever their names and progress', () => {
    expect(found(run(), run({}, { id: 'b', name: 'B', step: 3, state: 'failed' }))).toEqual({})
    expect(found(run())).toEqual({})
    expect(found()).toEqual({})
  })

  it('have one value per run, with the unit', () => {
    expect(found(run({ batchSize: 64 }), run({ batchSize: 8 }), run())).toEqual({
      'Batch size': ['64 images', '8 images', '64 images'],
    })
  })

  it('have the singular of the unit, and the meaning of 0', () => {
    const interval = { metricsInterval: 100, keepCheckpoints: 3 }
    const [one, two] = [run({ ...interval, keepBest: 1 }), run({ ...interval, keepBest: 2 })]
    expect(Object.values(found(one, two))).toEqual([['1 checkpoint', '2 checkpoints']])
    const never = run({ ...interval, patience: 0 })
    expect(Object.values(found(never, run({ ...interval, patience: 3 })))).toEqual([
      ['Off', '3 measurements'],
    ])
  })

  it('count as none where they have no effect', () => {
    const penalised = run({ penalty: 'r1', penaltyWeight: 3 })
    const plain = [run({ penaltyWeight: 3 }), run({ penaltyWeight: 5 })] as const
    expect(found(...plain)).toEqual({})
    const [first, second] = Object.entries(found(penalised, plain[0]))
    expect(first?.[0]).toBe('Penalty')
    expect(second?.[1]).toEqual([expect.stringMatching(/^3/), '—'])
  })

  it('include the data set, the engine, the threads and the length', () => {
    const engine = { name: 'tensorflow', version: '1', device: 'CPU', threads: 4 } as const
    const other = run(
      { epochs: 3 },
      {
        ...{ engine, totalSteps: 2814 },
        config: { ...fakeConfig({ epochs: 3 }), dataset: 'faces', engine: 'tensorflow' },
      },
    )
    expect(found(run(), other)).toMatchObject({
      'Data set': ['MNIST', 'FACES'],
      Epochs: ['50 epochs', '3 epochs'],
      'Total steps': ['46,900', '2,814'],
      Engine: ['Automatic (WebAssembly)', 'TensorFlow'],
      Threads: ['Automatic (2)', 'Automatic (4)'],
    })
  })

  it('are numbered if different values have the same text', () => {
    const dataset = (name: string) => run({}, { config: { ...fakeConfig(), dataset: name } })
    expect(found(dataset('cats'), dataset('CATS'), dataset('cats'), dataset('dogs'))).toEqual({
      'Data set': ['CATS (1)', 'CATS (2)', 'CATS (1)', 'DOGS'],
    })
  })
})
