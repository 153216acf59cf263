import { expect, it } from 'vitest'
import { presets } from '../../contract/hyperparameters'
import type { RunState } from '../../contract/run'
import type { RunSummary } from '../../contract/summary'
import { LiveRuns } from './live-runs'

const summary = (id: string, state: RunState, step = 0): RunSummary => ({
  id,
  name: `run ${id}`,
  state,
  starting: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  changedAt: '2026-01-01T00:00:00.000Z',
  config: { hyperparameters: presets.reference, dataset: 'mnist', engine: 'auto', threads: 0 },
  step,
  totalSteps: 100,
  stepsPerEpoch: 10,
  latest: null,
  sample: null,
  bytes: 0,
  engine: null,
  stepsPerSecond: null,
  trainedSeconds: null,
  earlierSeconds: 0,
  error: null,
  diverged: null,
  warning: null,
})
const run = (id: string, state: RunState, step?: number) => ({
  type: 'run' as const,
  run: summary(id, state, step),
})
const steps = (id: string, step: number) => ({
  type: 'metrics' as const,
  id,
  points: [{ step, epoch: 1, lossD: 1, lossG: 1, dReal: 0.5, dFake: 0.5 }],
  stepsPerSecond: 1,
  trainedSeconds: 1,
})

it('a run that ends by itself while it is live is worth a word, once', () => {
  for (const state of ['finished', 'failed', 'interrupted'] as const) {
    const runs = new LiveRuns()
    expect(runs.heard(run('a', 'running'))).toBeUndefined()
    expect(runs.heard(run('a', state))).toEqual({ name: 'run a', state })
    expect(runs.heard(run('a', state))).toBeUndefined()
  }
})

it('one that was stopped, or was over before, is not', () => {
  const runs = new LiveRuns()
  runs.heard(run('a', 'running'))
  expect(runs.heard(run('a', 'stopped'))).toBeUndefined()
  expect(runs.heard(run('b', 'interrupted'))).toBeUndefined()
  expect(runs.count).toBe(0)
})

it('keeps the machine awake only while something computes', () => {
  const runs = new LiveRuns()
  expect(runs.busy).toBe(false)
  runs.heard(run('a', 'running'))
  expect(runs.busy).toBe(true)
  runs.heard(run('a', 'paused'))
  expect([runs.busy, runs.count]).toEqual([false, 1])
  expect(runs.progress).toMatchObject({ paused: true })
})

it('progress is the mean of the live runs, moves with their steps, and goes with them', () => {
  const runs = new LiveRuns()
  expect(runs.progress).toBeUndefined()
  runs.heard(run('a', 'running'))
  runs.heard(run('b', 'running', 50))
  runs.heard(steps('a', 10))
  runs.heard(steps('unknown', 99))
  expect(runs.progress?.fraction).toBeCloseTo(0.3)
  runs.heard({ type: 'runRemoved', id: 'a' })
  runs.heard(run('b', 'finished', 100))
  expect(runs.progress).toBeUndefined()
})

it('a run whose length is not known yet has progress without a figure', () => {
  const runs = new LiveRuns()
  runs.heard({ type: 'run', run: { ...summary('a', 'running'), totalSteps: null } })
  expect(runs.progress).toEqual({ fraction: undefined, paused: false })
})
