import fs from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { presets } from '../../../../contract/hyperparameters'
import type { Run } from '../../../../contract/run'
import { createRun, readRun, updateRun } from '../../../storage/runs/runs'
import { tempDir } from '../../../storage/testing/temp-dir'
import { ForeignRuns } from './foreign-runs'
import { withEnding, withSession } from '../session-record'

const ID = 'elsewhere'
const engine = { name: 'cpu', version: '1', device: 'cpu', threads: 1 } as const
const pollers: ForeignRuns[] = []
afterEach(() => pollers.splice(0).forEach((one) => one.close()))

/** A run whose last session has started and whose trainer is gone. */
async function startedRun(): Promise<string> {
  const config = { hyperparameters: presets.reference, dataset: 'mnist', engine: 'cpu' as const }
  const named = { name: ID, config: { ...config, threads: 1 }, now: new Date() }
  const { dir } = await createRun(tempDir(), named)
  await updateRun(dir, (run) => withSession(run, { fromStep: 0, engine }))
  return dir
}

/** Follows the run and collects the states that are published. */
function followed(readRun: () => Promise<Run | undefined>, held = () => false) {
  const read = async () => {
    const run = await readRun()
    return run === undefined ? undefined : { dir: '', run, held: held() }
  }
  const published: string[] = []
  const waiting = new Set<() => void>()
  let polls = 0
  const parts = {
    intervalMs: 1,
    read: () => {
      polls++
      waiting.forEach((check) => check())
      return read()
    },
    publish: async () => {
      published.push((await readRun())?.state ?? 'here')
      waiting.forEach((check) => check())
    },
  }
  const runs = new ForeignRuns(parts)
  pollers.push(runs)
  runs.follow(ID)
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  return { runs, published, until, polls: () => polls }
}

const end = (dir: string): Promise<Run> =>
  updateRun(dir, (run) => withEnding(run, run.sessions.length - 1, { kind: 'stopped', step: 3 }, 1))

it('a run whose trainer exits before its host records the end is published with its real end', async () => {
  const dir = await startedRun()
  const { published, until } = followed(() => readRun(dir))
  await until(() => published.includes('interrupted'))
  await end(dir)
  await until(() => published.includes('stopped'))
  // The state in between is published only once.
  expect(published).toEqual(['interrupted', 'stopped'])
})

it('a run that temporarily cannot be read is read again', async () => {
  const dir = await startedRun()
  const document = path.join(dir, 'run.json')
  fs.renameSync(document, `${document}.away`)
  const { published, until, polls } = followed(() => readRun(dir))
  await until(() => polls() > 2)
  fs.renameSync(`${document}.away`, document)
  await end(dir)
  await until(() => published.includes('stopped'))
})

it('a run whose host was killed is not polled forever', async () => {
  const dir = await startedRun()
  const { published, runs } = followed(() => readRun(dir))
  // Following a run twice has no effect, but it can be followed again after polling has ended.
  await expect
    .poll(
      () => {
        runs.follow(ID)
        return published
      },
      { timeout: 30_000 },
    )
    .toEqual(['interrupted', 'interrupted'])
})

it('polling ends when the run starts training in this process', async () => {
  const { published, until, polls } = followed(() => Promise.resolve(undefined))
  await until(() => polls() === 1)
  expect(published).toEqual([])
})
