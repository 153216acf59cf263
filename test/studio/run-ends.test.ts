import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { latestUsable } from '../../src/main/storage/checkpoints/checkpoints'
import { eventWatch, studioIn, temporaryFolder } from '../support/studio'
import { open, endless, stoppedRun, sharedRun, withoutSize } from '../support/studio-host'
import type { Opened } from '../support/studio-host'

const shared = sharedRun()

describe('a run', () => {
  it('trains alongside another, each with its own figures', async () => {
    const root = temporaryFolder()
    const { call, pastStep } = await open(root)
    const config = endless(root)
    const [one, other] = await Promise.all([
      call('runs.train', { name: 'one', config }),
      call('runs.train', { name: 'other', config: endless(root, { batchSize: 32 }) }),
    ])
    await Promise.all([pastStep(one.id, 3), pastStep(other.id, 3)])
    const { step } = await call('runs.pause', { id: one.id })
    await pastStep(other.id, 6)
    const { runs } = await call('runs.list', {})
    expect(runs.find(({ id }) => id === one.id)).toMatchObject({
      state: 'paused',
      step,
      stepsPerEpoch: 10,
    })
    expect(runs.find(({ id }) => id === other.id)).toMatchObject({
      state: 'running',
      stepsPerEpoch: 5,
    })
  })

  it('whose trainer is killed becomes interrupted with the reason, and resumes', async () => {
    const root = temporaryFolder()
    const { call, waitForEvent, pastStep, inState, studio } = await open(root)
    const { id } = await call('runs.train', { name: 'killed', config: endless(root) })
    await pastStep(id, 3)
    const saved = await call('runs.checkpoint', { id })
    await pastStep(id, saved.step)
    const lock = JSON.parse(
      fs.readFileSync(path.join(root, 'runs', id, 'trainer.lock'), 'utf8'),
    ) as { pid: number }
    process.kill(lock.pid, 'SIGKILL')
    const { run } = await inState(id, 'interrupted')
    expect(run.error).toMatchObject({ code: 'training' })
    expect(run.error?.message).toContain('killed')
    const entry = await waitForEvent('log', (event) => event.entry.code === 'interrupted')
    expect(entry.entry.text).toContain('killed')
    expect((await call('runs.get', { id })).summary).toMatchObject(withoutSize(run))
    const before = studio.sequence
    expect(await call('runs.resume', { id })).toMatchObject({ state: 'running', error: null })
    expect(await inState(id, 'running', before)).toMatchObject({ run: { step: saved.step } })
    await pastStep(id, saved.step)
    // The lost steps are repeated: no step is missing or duplicated.
    const { step, lastStep } = await call('runs.metrics', { id, buckets: 4000 })
    expect(step).toEqual(Array.from({ length: lastStep }, (_, i) => i + 1))
  })

  it('that cannot start reports why, and leaves nothing behind', async () => {
    const root = temporaryFolder()
    const { call, events } = await open(root)
    const config = endless(root, { batchSize: 161 })
    await expect(call('runs.train', { name: 'too large', config })).rejects.toMatchObject({
      code: 'usage',
      where: 'batchSize',
    })
    expect(await call('runs.list', {})).toEqual({ runs: [], broken: [] })
    const types = events.map(({ event }) => event.type)
    expect(types.at(-1)).toBe('runRemoved')
  })

  it('that is stopped before its first step is cancelled, and leaves nothing behind', async () => {
    const root = temporaryFolder()
    const { call, waitForEvent, events } = await open(root)
    const training = call('runs.train', { name: 'early', config: endless(root) })
    const refused = expect(training).rejects.toThrow('cancelled')
    const { run } = await waitForEvent('run')
    await call('runs.stop', { id: run.id })
    await refused
    expect(events.at(-1)?.event).toEqual({ type: 'runRemoved', id: run.id })
    expect(await call('runs.list', {})).toEqual({ runs: [], broken: [] })
  })

  it('that is broken is listed separately, and does not hide the others', async () => {
    const { dir, id } = shared
    fs.cpSync(dir, `${dir}x`, { recursive: true })
    onTestFinished(() => fs.rmSync(`${dir}x`, { recursive: true }))
    fs.writeFileSync(path.join(`${dir}x`, 'run.json'), '{"schemaVersion":1')
    const { runs, broken } = await shared.call('runs.list', {})
    expect(runs.map((run) => run.id)).toEqual([id])
    expect(broken).toMatchObject([{ id: `${id}x` }])
    // Only complete ids are accepted, no prefixes and no names such as `latest`.
    await expect(shared.call('runs.get', { id: id.slice(0, -1) })).rejects.toMatchObject({
      code: 'usage',
    })
    await expect(shared.call('runs.delete', { id: 'latest' })).rejects.toMatchObject({
      code: 'usage',
    })
  })

  it('that another program trains is left alone', async () => {
    const root = temporaryFolder()
    const { watch, next } = eventWatch()
    const { id, session } = await studioIn(root).train(endless(root), 'elsewhere', watch)
    await next((event) => event.type === 'metrics')
    const { call } = await open(root)
    expect((await call('runs.list', {})).runs).toMatchObject([
      { id, state: 'running', stepsPerSecond: null },
    ])
    for (const command of ['runs.pause', 'runs.stop', 'runs.delete', 'runs.resume'] as const) {
      await expect(call(command, { id })).rejects.toThrow(/training|trained/)
    }
    await expect(call('runs.rename', { id, name: 'mine' })).rejects.toThrow('another program')
    expect((await session.stop()).kind).toBe('stopped')
  })
})

describe('a deleted run', () => {
  it('is no longer listed, and is restored unchanged, even after a restart of the host', async () => {
    const root = temporaryFolder()
    const opened = await open(root)
    const { call, studio, waitForEvent, events } = opened
    const { id, dir, steps } = await stoppedRun(opened, root)
    const before = withoutSize((await call('runs.get', { id })).summary)
    const deleted = await call('runs.delete', { id })
    expect(events.at(-1)?.event).toEqual({ type: 'runRemoved', id })
    expect((await call('runs.list', {})).runs).toEqual([])
    await expect(call('runs.get', { id })).rejects.toMatchObject({ code: 'usage' })
    await expect(call('runs.delete', { id })).rejects.toMatchObject({ code: 'usage' })
    const restored = await call('runs.restore', deleted)
    expect(restored === null ? null : withoutSize(restored)).toEqual(before)
    await waitForEvent('run', ({ run }) => run.id === id && run.bytes > 0, studio.sequence - 1)
    expect((await latestUsable(dir)).checkpoint?.step).toBe(steps[1])
    const { entry } = await call('runs.delete', { id })
    await studio.close()
    const later = await open(root)
    expect((await later.call('runs.list', {})).runs).toEqual([])
    const again = await later.call('runs.restore', { entry })
    expect(again === null ? null : withoutSize(again)).toEqual(before)
  })

  it('must not be training or starting: deleting is refused until it is stopped', async () => {
    const root = temporaryFolder()
    const { call, waitForEvent, pastStep } = await open(root)
    const training = call('runs.train', { name: 'busy', config: endless(root) })
    const { run } = await waitForEvent('run', (event) => event.run.state === 'created')
    await expect(call('runs.delete', { id: run.id })).rejects.toMatchObject({ code: 'usage' })
    const { id: created } = await training
    await pastStep(created, 1)
    const refused = call('runs.delete', { id: created })
    await expect(refused).rejects.toMatchObject({ code: 'usage', remedy: 'Stop it first.' })
    expect((await call('runs.get', { id: created })).summary.state).toBe('running')
  })
})

describe('a resumed run', () => {
  it('is reported as starting immediately, then as training, or as before on failure', async () => {
    const root = temporaryFolder()
    const opened = await open(root)
    const { call, waitForEvent, studio } = opened
    const { id, dir } = await stoppedRun(opened, root)
    const before = studio.sequence
    const resumed = call('runs.resume', { id })
    const { run } = await waitForEvent('run', (event) => event.run.starting !== null, before)
    expect(run).toMatchObject({ id, state: 'stopped' })
    expect(await resumed).toMatchObject({ state: 'running' })
    await call('runs.stop', { id })
    fs.rmSync(path.join(root, 'datasets'), { recursive: true })
    const again = studio.sequence
    await expect(call('runs.resume', { id })).rejects.toMatchObject({ code: 'data' })
    await waitForEvent('run', (event) => event.run.starting !== null, again)
    expect((await call('runs.get', { id })).summary).toMatchObject({
      state: 'stopped',
      starting: null,
    })
    const updates = opened.events.flatMap(({ event }) => (event.type === 'run' ? [event.run] : []))
    expect(updates.at(-1)?.starting).toBeNull()
    expect(fs.existsSync(dir)).toBe(true)
  })
})

describe('a start', () => {
  /** The start stages that pages received, without repetitions. */
  const stagesIn = ({ events }: Opened): (string | null)[] => {
    const stages = events.flatMap(({ event }) => (event.type === 'run' ? [event.run.starting] : []))
    return stages.filter((stage, i) => stage !== stages[i - 1])
  }

  it('is answered with the run before its trainer is ready, and reports each stage in order', async () => {
    const root = temporaryFolder()
    const opened = await open(root)
    const { call, pastStep } = opened
    const config = endless(root)
    const run = await call('runs.train', { name: 'stages', config, answer: 'created' })
    expect(run).toMatchObject({ name: 'stages', state: 'created', starting: 'engine', step: 0 })
    await pastStep(run.id, 1)
    // There is no compile stage on wasm.
    expect(stagesIn(opened)).toEqual(['engine', 'data', 'firstStep', null])
    expect((await call('runs.get', { id: run.id })).summary.starting).toBeNull()
  })

  it('that fails reports why, and leaves nothing behind', async () => {
    const root = temporaryFolder()
    const { call, waitForEvent } = await open(root)
    const config = endless(root, { batchSize: 161 })
    const { id } = await call('runs.train', { name: 'too large', config, answer: 'created' })
    const { error } = await waitForEvent('startFailed', (event) => event.id === id)
    expect(error).toMatchObject({ code: 'usage', where: 'batchSize' })
    await waitForEvent('runRemoved', (event) => event.id === id)
    expect((await call('runs.list', {})).runs).toEqual([])
    expect(fs.readdirSync(path.join(root, 'runs'))).toEqual([])
  })

  it.each(['engine', 'data', 'firstStep'] as const)(
    'can be stopped during the stage %s',
    async (stage) => {
      const root = temporaryFolder()
      const { call, waitForEvent } = await open(root)
      const config = endless(root)
      const { id } = await call('runs.train', { name: 'stopped', config, answer: 'created' })
      await waitForEvent('run', ({ run }) => run.id === id && run.starting === stage)
      await call('runs.stop', { id })
      const { runs } = await call('runs.list', {})
      // Usually the run is cancelled and removed; if it started just before, it has stopped.
      for (const run of runs) expect(run).toMatchObject({ state: 'stopped', starting: null })
    },
  )
})

describe('a run trained by another host', () => {
  it('is listed as training, and reported when it ends', async () => {
    const root = temporaryFolder()
    const otherHost = await open(root)
    const { id } = await otherHost.call('runs.train', { name: 'elsewhere', config: endless(root) })
    await otherHost.pastStep(id, 3)
    const thisHost = await open(root)
    const [run] = (await thisHost.call('runs.list', {})).runs
    expect(run).toMatchObject({ id, state: 'running' })
    await expect(thisHost.call('runs.pause', { id })).rejects.toMatchObject({ code: 'usage' })
    const { step } = await otherHost.call('runs.stop', { id })
    const { run: ended } = await thisHost.inState(id, 'stopped')
    expect(ended.step).toBe(step)
  })
})
