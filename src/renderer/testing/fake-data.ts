import { noAnnotations } from '../../contract/annotations'
import type { DatasetListing } from '../../contract/datasets/listing'
import type { EngineReport } from '../../contract/engines'
import { presets } from '../../contract/hyperparameters'
import type { Metrics } from '../../contract/metrics/record'
import type { RunConfig } from '../../contract/run'
import type { RunSummary } from '../../contract/summary'

/* Engines, data sets and runs of the fake studio. */

export const fakeEngines: EngineReport[] = [
  {
    name: 'tensorflow',
    available: false,
    reason: 'the native library is missing',
    remedy: 'Run "npm start" again with an internet connection.',
  },
  {
    name: 'wasm',
    available: true,
    info: { name: 'wasm', version: '4.22.0', device: 'CPU', threads: 2 },
  },
  {
    name: 'cpu',
    available: true,
    info: { name: 'cpu', version: '4.22.0', device: 'CPU', threads: 1 },
  },
]

/** Fields of a listing that are the same for all data sets here. */
const listed = { holdOut: 0, classes: null, bytes: null, createdAt: null } as const

export const fakeDatasets: DatasetListing[] = [
  {
    ...{ name: 'broken', title: 'broken', kind: 'idx', path: '/data/broken', ...listed },
    ...{ images: 0, width: 0, height: 0, channels: 0, labels: false },
    problem: 'there is no file of training images',
  },
  {
    ...{ name: 'mnist', title: 'mnist', kind: 'bundled', path: '/data/mnist', ...listed },
    ...{ images: 60_000, width: 28, height: 28, channels: 1, labels: true },
  },
  {
    ...{ name: 'faces', title: 'faces', kind: 'idx', path: '/data/faces', ...listed },
    ...{ images: 2_000, width: 32, height: 32, channels: 3, labels: false },
  },
]

export function fakeConfig(changes: Partial<RunConfig['hyperparameters']> = {}): RunConfig {
  return {
    hyperparameters: { ...presets.reference, ...changes },
    dataset: 'mnist',
    engine: 'auto',
    threads: 0,
  }
}

export function fakeRun(id: string, changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    name: id,
    state: 'finished',
    starting: null,
    elsewhere: false,
    createdAt: '2026-01-02T03:04:05.000Z',
    changedAt: '2026-01-02T04:04:05.000Z',
    config: fakeConfig(),
    annotations: noAnnotations,
    step: 46_900,
    totalSteps: 46_900,
    stepsPerEpoch: 938,
    latest: fakeMetrics(46_900, 938),
    quality: null,
    sample: 46_800,
    bytes: 12_345_678,
    engine: { name: 'wasm', version: '4.22.0', device: 'CPU', threads: 2 },
    stepsPerSecond: null,
    trainedSeconds: null,
    earlierSeconds: 1_800,
    classNames: null,
    error: null,
    diverged: null,
    warning: null,
    early: null,
    alarms: [],
    ...changes,
  }
}

/** Metrics like those of a balanced GAN, a function of the step. */
export function fakeMetrics(step: number, stepsPerEpoch: number): Metrics {
  const noise = Math.sin(step * 12.9898) * 0.1
  const convergence = 1 - Math.exp(-step / 400)
  return {
    step,
    epoch: Math.ceil(step / stepsPerEpoch),
    lossD: 1.386 - 0.5 * convergence + noise,
    lossG: 0.69 + 0.9 * convergence - noise,
    dReal: 0.5 + 0.2 * convergence + noise / 2,
    dFake: 0.5 - 0.2 * convergence - noise / 2,
  }
}
