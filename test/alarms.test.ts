import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Metrics } from '../src/contract/metrics/record'
import { metricResultSchema } from '../src/contract/evaluations/evaluation'
import { madeUpEvaluation } from '../src/contract/testing/made-up-evaluation'
import { losses } from '../src/contract/recipe/losses/losses'
import type { LossName } from '../src/contract/recipe/losses/losses'
import type { Alarm } from '../src/contract/alarms/alarm'
import { AlarmMonitor } from '../src/contract/alarms/monitor'
import { withAlarm } from '../src/contract/alarms/of-run'
import { varietySchema } from '../src/contract/alarms/variety'

/*
 * Records of real runs, made by `node bench/run.mjs alarms --out FOLDER`, then `node bench/run.mjs
 * alarms --replay FOLDER --record test/fixtures/alarms.json`.
 */

const runSchema = z.object({
  name: z.string(),
  expect: z.array(z.string()),
  settings: z.object({
    loss: z.enum(Object.keys(losses) as [LossName, ...LossName[]]),
    ...{ labelSmoothing: z.number(), channels: z.number(), imageSize: z.number() },
  }),
  from: z.number(),
  steps: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])),
  grids: z.array(z.tuple([z.number(), varietySchema])),
  evaluations: z.array(z.tuple([z.number(), z.array(metricResultSchema)])),
})
type Recorded = z.infer<typeof runSchema>
const text = fs.readFileSync(new URL('./fixtures/alarms.json', import.meta.url), 'utf8')
const runs = z.array(runSchema).parse(JSON.parse(text))
const named = runs.map((run): [string, Recorded] => [run.name, run])
const failing = named.filter(([, { expect }]) => expect.length > 0)
const healthy = named.filter(([, { expect }]) => expect.length === 0)

/** Each recorded step stands for ten: itself and the nine before it. */
const expanded = ({ steps }: Recorded): Metrics[] =>
  steps.flatMap(([step, lossD, lossG, dReal, dFake]) =>
    Array.from({ length: 10 }, (_, i) => {
      return { step: step - 9 + i, epoch: 1, lossD, lossG, dReal, dFake }
    }),
  )

function alarmsOf(run: Recorded): Alarm[] {
  const monitor = new AlarmMonitor(run.settings)
  const records: [step: number, give: () => Alarm[]][] = [
    ...expanded(run).map((point): [number, () => Alarm[]] => [
      point.step,
      () => monitor.trained([point]),
    ]),
    ...run.grids.map(([step, variety]): [number, () => Alarm[]] => [
      step,
      () => monitor.drawn(step, variety),
    ]),
    ...run.evaluations.map(([step, results]): [number, () => Alarm[]] => [
      step,
      () => monitor.evaluated(madeUpEvaluation({ step, results })),
    ]),
  ]
  records.sort(([a], [b]) => a - b)
  return records.reduce<Alarm[]>((alarms, [, give]) => give().reduce(withAlarm, alarms), [])
}

describe('of the recorded runs', () => {
  it('there are at least six failures, and healthy runs', () => {
    expect(failing.length).toBeGreaterThanOrEqual(6)
    expect(healthy.length).toBeGreaterThanOrEqual(4)
  })

  it.each(failing)('%s raises an alarm within 1,000 steps, and not before it fails', (_, run) => {
    const alarms = alarmsOf(run)
    const found = alarms.filter(({ kind }) => run.expect.includes(kind))
    expect(found.some((alarm) => alarm.found - run.from <= 1000)).toBe(true)
    expect(alarms.every(({ since }) => since > run.from)).toBe(true)
  })

  it.each(healthy)('%s raises no alarm', (_, run) => {
    expect(alarmsOf(run)).toEqual([])
  })
})
