import fs from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import type { Run } from '../../../contract/run'
import { createRun, readRun, updateRun } from '../../storage/runs/runs'
import { tempDir } from '../../storage/testing/temp-dir'
import { ForeignRuns } from './foreign-runs'
import { withEnding, withSession } from './session-record'

const ID = 'elsewhere'
const engine = { name: 'cpu', version: '1', device: 'cpu', threads: 1 } as const
const foreign: ForeignRuns[] = []
afterEach(() => foreign.splice(0).forEach((one) => one.close()))

/** A run whose last session has begun, and whose trainer is gone. */
async function begunRun(): Promise<string> {
  const config = { hyperparameters: presets.reference, dataset: 'mnist', engine: 'cpu' as const }
  const named = { name: ID, config: { ...config, threads: 1 }, now: new Date() }
  const { dir } = await createRun(tempDir(), named)
  await updateRun(dir, (run) => withSession(run, { fromStep: 0, engine }))
  return dir
}

/** Follows the run and collects the states that the pages are sent. */
function followed(read: () => Promise<Run | undefined>) {
  const told: string[] = []
  const waiting = new Set<() => void>()
  let looks = 0
  const parts = {
    every: 1,
    read: () => {
      looks++
      waiting.forEach((look) => look())
      return read()
    },
    tell: async () => {
      const run = await read()
      told.push(run?.state ?? 'here')
      waiting.forEach((look) => look())
    },
  }
  const runs = new ForeignRuns(parts)
  foreign.push(runs)
  runs.follow(ID)
  const until = (fits: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!fits()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return { runs, told, until, looks: () => looks }
}

const end = (dir: string): Promise<Run> =>
  updateRun(dir, (run) => withEnding(run, { kind: 'stopped', step: 3 }, 1))

it('a run whose trainer ends before its host records how is reported with its real end', async () => {
  const dir = await begunRun()
  const { told, until } = followed(() => readRun(dir))
  await until(() => told.includes('interrupted'))
  await end(dir)
  await until(() => told.includes('stopped'))
  // The state in between is reported only once.
  expect(told).toEqual(['interrupted', 'stopped'])
})

it('a run that cannot be read for a moment is read again', async () => {
  const dir = await begunRun()
  const document = path.join(dir, 'run.json')
  fs.renameSync(document, `${document}.away`)
  const { told, until, looks } = followed(() => readRun(dir))
  await until(() => looks() > 2)
  fs.renameSync(`${document}.away`, document)
  await end(dir)
  await until(() => told.includes('stopped'))
})

it('a run whose host was killed is not polled forever', async () => {
  const dir = await begunRun()
  const { told, runs } = followed(() => readRun(dir))
  // Following a run twice changes nothing; once it has ended, it can be followed again.
  await expect
    .poll(() => {
      runs.follow(ID)
      return told
    })
    .toEqual(['interrupted', 'interrupted'])
})

it('a run that meanwhile trains in this process is left to its own reports', async () => {
  const { told, until, looks } = followed(() => Promise.resolve(undefined))
  await until(() => looks() === 1)
  expect(told).toEqual([])
})
