import { expect, it } from 'vitest'
import { noAnnotations } from '../../contract/annotations'
import { presets } from '../../contract/hyperparameters'
import type { RunState } from '../../contract/run'
import type { RunSummary } from '../../contract/summary'
import { LiveRuns } from './live-runs'

const summary = (id: string, state: RunState, step = 0): RunSummary => ({
  id,
  name: `run ${id}`,
  state,
  starting: null,
  classNames: null,
  elsewhere: false,
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
  early: null,
  alarms: [],
  quality: null,
  annotations: noAnnotations,
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

it('a live run that ends by itself is reported once', () => {
  for (const state of ['finished', 'failed', 'interrupted'] as const) {
    const runs = new LiveRuns()
    expect(runs.handle(run('a', 'running'))).toBeUndefined()
    expect(runs.handle(run('a', state))).toEqual({ name: 'run a', state })
    expect(runs.handle(run('a', state))).toBeUndefined()
  }
})

it('a run that was stopped, or had ended before, is not reported', () => {
  const runs = new LiveRuns()
  runs.handle(run('a', 'running'))
  expect(runs.handle(run('a', 'stopped'))).toBeUndefined()
  expect(runs.handle(run('b', 'interrupted'))).toBeUndefined()
  expect(runs.count).toBe(0)
})

it('is busy only while a run is training', () => {
  const runs = new LiveRuns()
  expect(runs.busy).toBe(false)
  runs.handle(run('a', 'running'))
  expect(runs.busy).toBe(true)
  runs.handle(run('a', 'paused'))
  expect([runs.busy, runs.count]).toEqual([false, 1])
  expect(runs.progress).toMatchObject({ paused: true })
})

it('progress is the mean over live runs, follows their steps and ends with them', () => {
  const runs = new LiveRuns()
  expect(runs.progress).toBeUndefined()
  runs.handle(run('a', 'running'))
  runs.handle(run('b', 'running', 50))
  runs.handle(steps('a', 10))
  runs.handle(steps('unknown', 99))
  expect(runs.progress?.fraction).toBeCloseTo(0.3)
  runs.handle({ type: 'runRemoved', id: 'a' })
  runs.handle(run('b', 'finished', 100))
  expect(runs.progress).toBeUndefined()
})

it('a run of unknown length has indeterminate progress', () => {
  const runs = new LiveRuns()
  runs.handle({ type: 'run', run: { ...summary('a', 'running'), totalSteps: null } })
  expect(runs.progress).toEqual({ fraction: undefined, paused: false })
})
