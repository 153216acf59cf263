import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { lastOf, runCli } from '../run-cli'
import type { Candidate, Space } from './space'

/** Metrics of every trial; the first one ranks them. */
export const METRICS = ['fid', 'precision', 'recall', 'classDivergence', 'classAccuracy'] as const

const valuesSchema = z.partialRecord(z.enum(METRICS), z.number())
export const resultSchema = z.object({
  key: z.string(),
  name: z.string(),
  hyperparameters: z.record(z.string(), z.unknown()),
  steps: z.number(),
  seed: z.number(),
  run: z.string(),
  /** Wall time of training; other work on the machine makes it longer. */
  seconds: z.number(),
  values: valuesSchema,
  error: z.string().optional(),
})
export type Result = z.infer<typeof resultSchema>

export interface Setting {
  home: string
  space: Space
  threads: number
}

export interface Trial {
  candidate: Candidate
  steps: number
  seed: number
}

/** Identifies a trial by everything that its values depend on. */
export function keyOf({ dataset, net, count }: Space, { candidate, steps, seed }: Trial): string {
  const hyperparameters = Object.entries(candidate.hyperparameters).toSorted()
  const what = [dataset, net, count, hyperparameters, steps, seed]
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16)
}

/** Trains and measures one configuration with the command line, as a user would. */
export async function runTrial(setting: Setting, trial: Trial): Promise<Result> {
  const { candidate, steps, seed } = trial
  const { name, hyperparameters } = candidate
  const key = keyOf(setting.space, trial)
  const started = performance.now()
  const result = { key, name, hyperparameters, steps, seed, run: '', values: {} }
  try {
    const run = await train(setting, trial, key)
    const seconds = Math.round((performance.now() - started) / 1000)
    return { ...result, run, seconds, values: await measure(setting, run) }
  } catch (error) {
    const seconds = Math.round((performance.now() - started) / 1000)
    return { ...result, seconds, error: error instanceof Error ? error.message : String(error) }
  }
}

async function train({ home, space, threads }: Setting, trial: Trial, key: string) {
  const { candidate, steps, seed } = trial
  const { name, hyperparameters } = candidate
  const preset = path.join(home, 'search', `${key}.json`)
  // The number of steps is the limit, not the number of epochs.
  const values = { ...hyperparameters, epochs: 100_000 }
  fs.writeFileSync(preset, JSON.stringify({ name, hyperparameters: values }))
  const rarely = ['--metrics-interval', '0', '--sample-interval', String(steps)]
  const events = await runCli([
    ...['train', '--json', '--preset', preset, '--data', space.dataset, '--name', name],
    ...['--steps', String(steps), '--seed', String(seed), '--checkpoint-interval', String(steps)],
    ...rarely,
    ...['--threads', String(threads), '--out', home],
  ])
  fs.rmSync(preset)
  const ended = z.object({ event: z.literal('ended'), id: z.string() })
  return lastOf(events, ended).id
}

async function measure({ home, space, threads }: Setting, run: string) {
  const events = await runCli([
    ...['evaluate', run, '--json', '--no-floor', '--metrics', METRICS.join(',')],
    ...['--net', space.net, '--count', String(space.count)],
    ...['--threads', String(threads), '--out', home],
  ])
  const results = z.array(z.object({ key: z.string(), value: z.number() }))
  const evaluation = lastOf(events, z.object({ event: z.literal('evaluation'), results }))
  return valuesSchema.parse(
    Object.fromEntries(evaluation.results.map(({ key, value }) => [key, value])),
  )
}
