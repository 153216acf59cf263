import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Alarm } from '../../src/contract/alarms/alarm'
import { AlarmMonitor } from '../../src/contract/alarms/monitor'
import { withAlarm } from '../../src/contract/alarms/of-run'
import { varietySchema } from '../../src/contract/alarms/variety'
import type { Variety } from '../../src/contract/alarms/variety'
import { metricsSchema } from '../../src/contract/metrics/record'
import type { Metrics } from '../../src/contract/metrics/record'
import { listEvaluations } from '../../src/main/storage/evaluations/evaluations'
import { metricsFile } from '../../src/main/storage/runs/paths'
import { readRun } from '../../src/main/storage/runs/runs'
import { listSamples, sampleFiles } from '../../src/main/storage/runs/samples'

export interface Replay {
  name: string
  /** The first step that the run itself trained. */
  from: number
  steps: number
  finished: boolean
  alarms: Alarm[]
}

const sampleSchema = z.object({ variety: varietySchema.optional() })

/** Gives a run's records to the detectors, in the order of their steps. */
export async function replay(dir: string): Promise<Replay> {
  const { name, config, sessions, from: branch, state } = await readRun(dir)
  const from = branch?.step ?? 0
  const monitor = new AlarmMonitor(config.hyperparameters)
  const records = [...stepsOf(dir, monitor, from), ...(await othersOf(dir, monitor, from))]
  records.sort((a, b) => a.step - b.step)
  let alarms: Alarm[] = []
  for (const { give } of records) alarms = give().reduce(withAlarm, alarms)
  const steps = sessions.at(-1)?.toStep ?? records.at(-1)?.step ?? 0
  if (state === 'finished') alarms = monitor.conclude(steps).reduce(withAlarm, alarms)
  return { name, from, steps, finished: state === 'finished', alarms }
}

interface Recorded {
  step: number
  give: () => Alarm[]
}

const stepsOf = (dir: string, monitor: AlarmMonitor, from: number): Recorded[] =>
  metricsAfter(dir, from).map((point) => {
    return { step: point.step, give: () => monitor.trained([point]) }
  })

/** The metrics of a run's steps after the one that it began from. */
export function metricsAfter(dir: string, from: number): Metrics[] {
  const lines = readFileSync(metricsFile(dir), 'utf8').split('\n').filter(Boolean)
  return lines
    .map((line) => metricsSchema.parse(JSON.parse(line)))
    .filter(({ step }) => step > from)
}

async function othersOf(dir: string, monitor: AlarmMonitor, from: number): Promise<Recorded[]> {
  const grids = (await gridsOf(dir)).map(({ step, variety }): Recorded => {
    return { step, give: () => monitor.drawn(step, variety) }
  })
  const { evaluations } = await listEvaluations(dir)
  const measured = evaluations.map((evaluation): Recorded => {
    return { step: evaluation.step ?? 0, give: () => monitor.evaluated(evaluation) }
  })
  return [...grids, ...measured].filter(({ step }) => step >= from)
}

/** The variety of a run's sample grids; those of earlier versions have none. */
export async function gridsOf(dir: string): Promise<{ step: number; variety: Variety }[]> {
  return (await listSamples(dir)).flatMap((step) => {
    const text = readFileSync(sampleFiles(dir, step).json, 'utf8')
    const { variety } = sampleSchema.parse(JSON.parse(text))
    return variety === undefined ? [] : [{ step, variety }]
  })
}
