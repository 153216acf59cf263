import fs from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { problemError, toReport } from '../../../contract/errors'
import { lockHolder } from '../../storage/locks/lock'
import { EmbeddedQueue } from '../../storage/queue/embedded-queue'
import { runnerLock } from '../../storage/queue/queue-document'
import { createRun } from '../../storage/runs/runs'
import { tempDir } from '../../storage/testing/temp-dir'
import type { LiveRun } from '../runs/live-run'
import type { RunOutcome } from '../runs/session-record'
import { QueueRunner } from './queue-runner'

const failure = toReport(problemError('training', 'hostEnded', {}))
const finished: RunOutcome = { kind: 'finished', step: 10 }

interface Begun {
  id: string
  options: object
  end(outcome: RunOutcome, hung?: boolean): void
}

/** A registry whose runs end when the test says so. */
function madeUpRegistry() {
  const begun: Begun[] = []
  const all: LiveRun[] = []
  let refusal: unknown
  const begins = (id: string, _dir: string, options: object): Promise<LiveRun> => {
    if (refusal !== undefined) return Promise.reject(refusal as Error)
    let end: Begun['end'] = () => undefined
    const session = { hung: false, outcome: Promise.resolve(finished) }
    session.outcome = new Promise((resolve) => {
      end = (outcome, hung = false) => {
        session.hung = hung
        all.splice(all.indexOf(live), 1)
        resolve(outcome)
      }
    })
    const live = { id, session, measured: () => Promise.resolve() } as unknown as LiveRun
    all.push(live)
    begun.push({ id, options, end: (...given) => end(...given) })
    return Promise.resolve(live)
  }
  return {
    ...{ begun, all, begins },
    has: () => false,
    get count() {
      return all.length
    },
    refuse: (error: unknown) => (refusal = error),
  }
}

async function queueWith(count: number) {
  const root = tempDir()
  const queue = new EmbeddedQueue(root)
  const runs: string[] = []
  for (let n = 0; n < count; n++) {
    const config = {
      ...{ hyperparameters: presets.reference, dataset: 'mnist' },
      ...{ engine: 'auto' as const, threads: 0 },
    }
    const { run } = await createRun(root, { name: `run ${n}`, config, now: new Date() })
    await queue.add(run.id, {})
    runs.push(run.id)
  }
  const registry = madeUpRegistry()
  let reason: Notice | undefined
  /** The states of all jobs whenever the runner had looked by itself. */
  const seen: string[] = []
  const onLooked = (): void =>
    void queue.read().then((read) => seen.push(read.jobs.map(({ state }) => state).join()))
  let judged = (): Promise<void> => Promise.resolve()
  const room = {
    observe: () => Promise.resolve(),
    reasonToWait: async () => {
      const why = registry.all.length > 0 ? notice('waitsForRoom', { training: 1 }) : reason
      await judged()
      return why
    },
  }
  const open = () => {
    const runner = new QueueRunner({ root, queue, registry, room, onLooked })
    onTestFinished(async () => {
      runner.close()
      for (const { end } of registry.begun) end({ kind: 'stopped', step: 1 })
      await runner.closed()
    })
    return runner
  }
  const jobs = async () => (await queue.read()).jobs
  return {
    ...{ root, queue, runs, registry, open, jobs, wait: (why?: Notice) => (reason = why) },
    seen,
    whenJudged: (then: () => Promise<void>) => (judged = then),
  }
}

const until = (condition: () => boolean | Promise<boolean>) =>
  vi.waitUntil(condition, { timeout: 30_000, interval: 5 })

type Made = Awaited<ReturnType<typeof queueWith>>

/** Looks at the queue, and waits until this many runs have begun. */
async function begin({ registry }: Made, runner: QueueRunner, count: number): Promise<void> {
  await runner.look()
  await until(() => registry.begun.length === count)
}

/** Ends the last run, and waits until that is recorded and the next one, if any, has begun. */
async function endLast(
  { registry, jobs }: Made,
  runner: QueueRunner,
  ...end: Parameters<Begun['end']>
): Promise<void> {
  const before = registry.begun.length
  const last = registry.begun.at(-1)
  last?.end(...end)
  await until(
    async () => !(await jobs()).some(({ run, state }) => run === last?.id && state === 'running'),
  )
  await runner.look()
  await until(() => !runner.busy || registry.begun.length > before)
}

test('jobs are trained in order, and leave the queue when their runs have finished', async () => {
  const made = await queueWith(3)
  const runner = made.open()
  await begin(made, runner, 1)
  await runner.look()
  expect(made.registry.begun.map(({ id }) => id)).toEqual(made.runs.slice(0, 1))
  expect((await made.jobs())[1]?.waitsFor?.problem?.code).toBe('waitsForRoom')
  for (let n = 0; n < 3; n++) await endLast(made, runner, finished)
  expect(made.registry.begun.map(({ id }) => id)).toEqual(made.runs)
  expect(await made.jobs()).toEqual([])
})

test('a change during a look is seen by the look that was asked for after it', async () => {
  const made = await queueWith(1)
  const runner = made.open()
  made.wait(notice('waitsForRoom', { training: 1 }))
  let later: Promise<void> | undefined
  made.whenJudged(() => {
    made.wait()
    later ??= runner.look()
    return Promise.resolve()
  })
  await runner.look()
  await later
  await until(() => made.registry.begun.length === 1)
})

const endings: [string, RunOutcome, boolean, object[]][] = [
  ['failed', { kind: 'failed', step: 5, error: failure }, false, [{ state: 'failed' }]],
  [
    'was interrupted',
    { kind: 'interrupted', step: 5, error: failure },
    false,
    [{ error: failure }],
  ],
  ['was stopped by the user', { kind: 'stopped', step: 5 }, false, []],
  ['hung, and was ended', { kind: 'interrupted', step: 5, error: failure }, true, []],
]

test.each(endings)('the next run begins after one that %s', async (_, outcome, hung, left) => {
  const made = await queueWith(2)
  const runner = made.open()
  await begin(made, runner, 1)
  await endLast(made, runner, outcome, hung)
  expect(made.registry.begun.map(({ id }) => id)).toEqual(made.runs)
  const first = (await made.jobs()).filter(({ run }) => run === made.runs[0])
  expect(first).toMatchObject(left)
})

test('a run that cannot begin fails with the reason, unless that reason will pass', async () => {
  const made = await queueWith(1)
  const runner = made.open()
  made.registry.refuse(
    problemError('usage', 'memoryTooSmall', {
      needed: '',
      available: '',
      plan: 'resume',
      fits: [],
    }),
  )
  await runner.look()
  await until(() => !runner.busy)
  expect(await made.jobs()).toMatchObject([{ state: 'waiting' }])
  made.registry.refuse(problemError('data', 'noSuchRun', { id: 'x' }))
  await until(async () => {
    await runner.look()
    return (await made.jobs())[0]?.state === 'failed'
  })
  expect((await made.jobs())[0]?.error).toMatchObject({ code: 'data' })
})

test('a job waits again when its host closes, and starts over only once', async () => {
  const made = await queueWith(1)
  const [run = ''] = made.runs
  await made.queue.remove(run)
  await made.queue.add(run, { fromStart: true, epochs: 7 })
  const first = made.open()
  await begin(made, first, 1)
  await until(async () => (await made.jobs())[0]?.options.fromStart === undefined)
  first.close()
  made.registry.begun[0]?.end({ kind: 'stopped', step: 5 })
  await first.closed()
  expect(await made.jobs()).toMatchObject([{ state: 'waiting', attempt: 1 }])
  expect(await lockHolder(runnerLock(made.root))).toBeUndefined()
  await begin(made, made.open(), 2)
  const options = made.registry.begun.map(({ options: given }) => given)
  expect(options).toEqual([{ fromStart: true, epochs: 7 }, { epochs: 7 }])
})

test('a paused queue begins nothing, and neither does one that another process runs', async () => {
  const made = await queueWith(1)
  await made.queue.setPaused(true)
  const runner = made.open()
  await runner.look()
  expect(made.registry.begun).toEqual([])
  await made.queue.setPaused(false)
  const holder = { nonce: '0'.repeat(32), pid: process.ppid, startedAt: new Date().toISOString() }
  const other = made.open()
  await runner.closed()
  fs.writeFileSync(runnerLock(made.root), JSON.stringify({ ...holder, host: hostname() }))
  await other.look()
  expect(made.registry.begun).toEqual([])
  expect(await other.elsewhere()).toMatchObject({ pid: process.ppid })
  fs.rmSync(runnerLock(made.root))
  await begin(made, other, 1)
})

test('the job of a run that was deleted is forgotten', async () => {
  const made = await queueWith(2)
  fs.rmSync(join(made.root, 'runs', made.runs[0] ?? ''), { recursive: true })
  await begin(made, made.open(), 1)
  expect(made.registry.begun.map(({ id }) => id)).toEqual(made.runs.slice(1))
  expect((await made.jobs()).map(({ run }) => run)).toEqual(made.runs.slice(1))
})

test('a reason to wait is noted, and forgotten when another run comes first', async () => {
  const made = await queueWith(2)
  made.wait(notice('waitsForMemory', { needed: '2 GB', available: '1 GB' }))
  const runner = made.open()
  await runner.look()
  expect((await made.jobs())[0]?.waitsFor?.problem?.code).toBe('waitsForMemory')
  await made.queue.move(made.runs[1] ?? '', 1)
  await runner.look()
  const codes = (await made.jobs()).map(({ waitsFor }) => waitsFor?.problem?.code)
  expect(codes).toEqual(['waitsForMemory', undefined])
})

test('the reason to wait ends with the program that trains the queue', async () => {
  const made = await queueWith(2)
  const runner = made.open()
  await begin(made, runner, 1)
  await runner.look()
  const reasons = async () => (await made.jobs()).map(({ waitsFor }) => waitsFor?.problem?.code)
  await until(async () => (await reasons())[1] === 'waitsForRoom')
  runner.close()
  made.registry.begun[0]?.end({ kind: 'stopped', step: 5 })
  await runner.closed()
  expect((await made.jobs()).map(({ state }) => state)).toEqual(['waiting', 'waiting'])
  expect(await reasons()).toEqual([undefined, undefined])
})

test('jobs that begin or end between two looks from outside are reported', async () => {
  const made = await queueWith(2)
  const runner = made.open()
  await begin(made, runner, 1)
  made.registry.begun[0]?.end(finished)
  await until(() => made.seen.includes('running'))
  made.registry.begun[1]?.end(finished)
  await until(() => made.seen.at(-1) === '')
})

test('a data folder without a queue stays untouched', async () => {
  const made = await queueWith(0)
  await made.open().look()
  expect(fs.readdirSync(made.root)).toEqual([])
})
