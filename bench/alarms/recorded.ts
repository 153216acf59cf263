import type { Variety } from '../../src/contract/alarms/variety'
import type { Evaluation } from '../../src/contract/evaluations/evaluation'
import { listEvaluations } from '../../src/main/storage/evaluations/evaluations'
import { readRun } from '../../src/main/storage/runs/runs'
import { gridsOf, metricsAfter } from './replay'
import { scenarios } from './scenarios'

/** Steps per row of a recorded series. */
const EVERY = 10

/** The record of a run, small enough to be a test's fixture. */
export interface RecordedRun {
  name: string
  /** As in scenarios.ts. */
  expect: readonly string[]
  settings: { loss: string; labelSmoothing: number; channels: number; imageSize: number }
  /** The first step that the run itself trained. */
  from: number
  /** The metrics of every tenth step: step, lossD, lossG, dReal, dFake. */
  steps: number[][]
  grids: [step: number, variety: Variety][]
  /** Measured values of checkpoints. */
  evaluations: [step: number, results: Evaluation['results']][]
}

/** Reads a run of a scenario; undefined for other runs, such as the one that failing ones continue. */
export async function recordedRun(dir: string): Promise<RecordedRun | undefined> {
  const { name, config, from: branch } = await readRun(dir)
  const scenario = scenarios.find((one) => one.name === name)
  if (scenario === undefined) return undefined
  const from = branch?.step ?? 0
  const { loss, labelSmoothing, channels, imageSize } = config.hyperparameters
  const steps = metricsAfter(dir, from)
    .filter(({ step }) => step % EVERY === 0)
    .map((point) => [
      point.step,
      ...['lossD', 'lossG', 'dReal', 'dFake'].map((key) => digits(point[key] ?? 0)),
    ])
  const { evaluations } = await listEvaluations(dir)
  const grids = (await gridsOf(dir)).filter(({ step }) => step >= from)
  return {
    ...{ name, expect: scenario.expect, from, steps },
    settings: { loss, labelSmoothing, channels, imageSize },
    grids: grids.map(({ step, variety }) => [step, rounded(variety)]),
    evaluations: evaluations.map(({ step, results }) => [step ?? 0, results]),
  }
}

const digits = (value: number): number => Number(value.toPrecision(3))

const rounded = ({ spread, rank, realSpread, realRank }: Variety): Variety => ({
  ...{ spread: digits(spread), rank: digits(rank) },
  ...{ realSpread: digits(realSpread), realRank: digits(realRank) },
})
