import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Session } from '../../../contract/run'
import { writeCheckpoint } from '../checkpoints/checkpoints'
import { acquireRunLock } from '../locks/lock'
import { someConfig, someContents, someMetrics } from '../testing/samples-of-data'
import { tempDir } from '../testing/temp-dir'
import { noteInterruptions } from './run-list'
import { createRun, noteInterruption, readRun, updateRun } from './runs'
import { activityFile, metricsFile } from './paths'
import { sampleFiles, writeSample } from './samples'

const START = Date.UTC(2026, 0, 1)
const time = (seconds: number): string => new Date(START + 1000 * seconds).toISOString()
const setTime = (file: string, seconds: number): void =>
  fs.utimesSync(file, START / 1000 + seconds, START / 1000 + seconds)

/** A run whose host was killed: its state in run.json is still `running`. */
async function killed(...sessions: Partial<Session>[]): Promise<string> {
  const { dir } = await createRun(tempDir(), {
    name: 'r',
    config: someConfig,
    now: new Date(START),
  })
  await updateRun(dir, (run) => ({
    ...run,
    state: 'running',
    sessions: sessions.map((session) => ({ startedAt: time(0), fromStep: 0, ...session })),
  }))
  return dir
}

function metrics(dir: string, steps: number, seconds: number): void {
  const lines = Array.from({ length: steps }, (_, i) => `${JSON.stringify(someMetrics(i + 1))}\n`)
  fs.writeFileSync(metricsFile(dir), lines.join(''))
  setTime(metricsFile(dir), seconds)
}

async function sample(dir: string, step: number, seconds: number): Promise<void> {
  await writeSample(dir, step, Uint8Array.of(1), {})
  setTime(sampleFiles(dir, step).png, seconds)
}

function activity(dir: string, ...lines: [string, number, number, number][]): void {
  const text = lines.map(([code, step, at, trainedSeconds]) =>
    JSON.stringify({ at: time(at), code, step, trainedSeconds }),
  )
  fs.writeFileSync(activityFile(dir), `${text.join('\n')}\n`)
  setTime(activityFile(dir), Math.max(...lines.map(([, , at]) => at)))
}

const last = async (dir: string): Promise<Session | undefined> =>
  (await readRun(dir)).sessions.at(-1)

test('a killed session gets its last step, end and duration from its metrics', async () => {
  const dir = await killed({})
  metrics(dir, 150, 40)
  const run = await readRun(dir)
  expect(run.state).toBe('interrupted')
  expect(run.sessions[0]).toMatchObject({
    toStep: 150,
    endedAt: time(40),
    trainedSeconds: 40,
    endedAs: 'interrupted',
    error: { problem: { code: 'hostEnded' } },
  })
})

test('samples and checkpoints count if the metrics were not yet written', async () => {
  const dir = await killed({})
  metrics(dir, 100, 20)
  await sample(dir, 110, 25)
  await writeCheckpoint(dir, someContents(120))
  const saved = join(dir, 'checkpoints', '00000120', 'manifest.json')
  setTime(saved, 30)
  expect(await last(dir)).toMatchObject({ toStep: 120, endedAt: time(30) })
})

test('files of an abandoned branch do not count', async () => {
  const ended = { endedAt: time(50), toStep: 200, endedAs: 'stopped', trainedSeconds: 50 } as const
  const dir = await killed(ended, { startedAt: time(100), fromStep: 100 })
  metrics(dir, 130, 110)
  await sample(dir, 200, 49)
  expect(await last(dir)).toMatchObject({ toStep: 130, endedAt: time(110), trainedSeconds: 10 })
})

test('pauses do not count as training time, whether they ended or not', async () => {
  const dir = await killed({})
  metrics(dir, 200, 120)
  activity(dir, ['started', 0, 0, 0], ['paused', 100, 10, 10], ['continued', 100, 110, 10])
  expect(await last(dir)).toMatchObject({ trainedSeconds: 20, toStep: 200, endedAt: time(120) })
  activity(dir, ['started', 0, 0, 0], ['paused', 200, 10, 10])
  metrics(dir, 200, 10)
  expect(await last(dir)).toMatchObject({ trainedSeconds: 10, endedAt: time(10) })
})

test('a copy with new file times does not get more training time than its steps took', async () => {
  const dir = await killed({})
  metrics(dir, 150, 1_000_000)
  activity(dir, ['started', 0, 0, 0], ['sample', 100, 20, 20])
  expect(await last(dir)).toMatchObject({ trainedSeconds: 30, toStep: 150 })
})

test('sessions left open by an earlier version end where the next one began', async () => {
  const next = { startedAt: time(100), fromStep: 60, endedAt: time(110), toStep: 90 }
  const dir = await killed({}, { ...next, endedAs: 'stopped', outcome: 'stopped' })
  await updateRun(dir, (run) => ({ ...run, state: 'stopped' }))
  await sample(dir, 50, 30)
  const run = await readRun(dir)
  expect(run.state).toBe('stopped')
  expect(run.sessions[0]).toMatchObject({ toStep: 60, endedAt: time(30), endedAs: 'interrupted' })
  expect(run.sessions[1]).toMatchObject(next)
})

test('a session that wrote nothing ends at its first step', async () => {
  const dir = await killed({ startedAt: new Date(Date.now() + 60_000).toISOString(), fromStep: 7 })
  const session = await last(dir)
  expect(session).toMatchObject({ toStep: 7, trainedSeconds: 0, endedAs: 'interrupted' })
})

test('a run in training gets no end, and is not rewritten', async () => {
  const dir = await killed({})
  metrics(dir, 5, 5)
  const lock = await acquireRunLock(dir)
  const before = fs.readFileSync(join(dir, 'run.json'), 'utf8')
  await noteInterruption(dir)
  expect((await readRun(dir)).state).toBe('running')
  expect((await last(dir))?.endedAt).toBeUndefined()
  expect(fs.readFileSync(join(dir, 'run.json'), 'utf8')).toBe(before)
  await lock.release()
})

test('a recorded interruption survives later file changes, as do unknown keys', async () => {
  const dir = await killed({})
  metrics(dir, 150, 40)
  const file = join(dir, 'run.json')
  const stored = JSON.parse(fs.readFileSync(file, 'utf8')) as { sessions: object[] }
  const sessions = stored.sessions.map((session) => ({ ...session, later: 1 }))
  fs.writeFileSync(file, JSON.stringify({ ...stored, sessions, later: 2 }))
  const root = join(dir, '..', '..')
  fs.mkdirSync(join(root, 'runs', 'ghost'))
  await noteInterruptions(root)
  metrics(dir, 3, 500)
  expect(await last(dir)).toMatchObject({ toStep: 150, endedAt: time(40) })
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({
    later: 2,
    sessions: [{ later: 1 }],
    state: 'interrupted',
  })
})

test('two hosts recording an interruption while a third renames the run do not conflict', async () => {
  const dir = await killed({})
  metrics(dir, 150, 40)
  await Promise.all([
    noteInterruption(dir),
    noteInterruption(dir),
    updateRun(dir, (run) => ({ ...run, name: 'renamed' })),
  ])
  expect(await readRun(dir)).toMatchObject({ name: 'renamed', sessions: [{ toStep: 150 }] })
})

describe('a run whose host was killed after its last step', () => {
  const STEPS = 20
  const parts = {
    metrics: (dir: string) => metrics(dir, STEPS, 40),
    sample: (dir: string) => sample(dir, STEPS, 41),
    checkpoint: (dir: string) => writeCheckpoint(dir, someContents(STEPS)),
  }
  type Part = keyof typeof parts

  async function killedAtEnd(...present: Part[]): Promise<string> {
    const dir = await killed({})
    await updateRun(dir, (run) => ({
      ...run,
      config: { ...run.config, hyperparameters: { ...run.config.hyperparameters, steps: STEPS } },
      dataset: someContents(STEPS).dataset,
    }))
    for (const part of present) await parts[part](dir)
    return dir
  }

  test('has finished if nothing else is missing', async () => {
    const dir = await killedAtEnd('metrics', 'sample', 'checkpoint')
    const { state, sessions } = await readRun(dir)
    expect(state).toBe('finished')
    expect(sessions).toMatchObject([{ toStep: STEPS, endedAs: 'finished', outcome: 'finished' }])
    expect(sessions[0]).not.toHaveProperty('error')
    await noteInterruption(dir)
    expect((await readRun(dir)).state).toBe('finished')
  })

  test.each<[string, Part[]]>([
    ['metrics', ['sample', 'checkpoint']],
    ['sample', ['metrics', 'checkpoint']],
    ['checkpoint', ['metrics', 'sample']],
  ])('was interrupted if its last %s is missing', async (_, present) => {
    const dir = await killedAtEnd(...present)
    expect(await readRun(dir)).toMatchObject({
      state: 'interrupted',
      sessions: [{ endedAs: 'interrupted', error: { problem: { code: 'hostEnded' } } }],
    })
  })

  test.each<[string, (dir: string) => unknown]>([
    [
      'its last checkpoint is damaged',
      (dir) => fs.truncateSync(join(dir, 'checkpoints/00000020/generator.safetensors'), 9),
    ],
    ['its activity says that it failed', (dir) => activity(dir, ['failed', STEPS, 41, 40])],
    ['more steps were requested', (dir) => withSteps(dir, STEPS + 1)],
  ])('was interrupted if %s', async (_, change) => {
    const dir = await killedAtEnd('metrics', 'sample', 'checkpoint')
    await change(dir)
    expect((await readRun(dir)).state).toBe('interrupted')
  })

  const withSteps = (dir: string, steps: number) =>
    updateRun(dir, (run) => ({
      ...run,
      config: { ...run.config, hyperparameters: { ...run.config.hyperparameters, steps } },
    }))
})
