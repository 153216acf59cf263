import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { commands, PROTOCOL_VERSION } from '../src/contract/api'
import type { CommandName, CommandReply, CommandRequest } from '../src/contract/api'
import { numberedEventSchema } from '../src/contract/events'
import type { NumberedEvent, StudioEvent } from '../src/contract/events'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import type { Metrics } from '../src/contract/run'
import { answerCall } from '../src/contract/rpc'
import type { RunDetail, RunSummary } from '../src/contract/summary'
import { parseIdx } from '../src/main/gan/data/idx'
import { latestUsable } from '../src/main/storage/checkpoints'
import { readRun } from '../src/main/storage/runs'
import { folderSize } from '../src/main/studio/run-sizes'
import { createStudioApi } from '../src/main/studio/studio-api'
import type { StudioApiOptions } from '../src/main/studio/studio-api'
import { nodeLauncher } from '../src/main/trainer/launch-node'
import type { ChildHandle } from '../src/main/trainer/trainer-process'
import {
  BUNDLED_DATASETS,
  eventWatch,
  metricsText,
  studioIn,
  temporaryFolder,
  tinyConfig,
  tinyDataset,
} from './support/studio'

/* The studio as its pages see it, with real trainer processes. */

const TRAINER = path.resolve('out/main/trainer.js')

type Event<T extends StudioEvent['type']> = Extract<StudioEvent, { type: T }>

/** What a page knows: what it loaded, and on top of it every event since it began to load. */
class Page {
  readonly runs = new Map<string, RunSummary>()
  readonly points = new Map<string, Metrics[]>()
  detail: RunDetail | undefined
  private meanwhile: StudioEvent[] = []

  async load(detail: Promise<RunDetail>): Promise<void> {
    this.meanwhile = []
    this.detail = await detail
    for (const event of this.meanwhile) this.change(event)
  }

  pointsOf(id: string): Metrics[] {
    return this.points.get(id) ?? []
  }

  hear(event: StudioEvent): void {
    this.meanwhile.push(event)
    if (event.type === 'run') this.heardRun(event.run)
    if (event.type === 'runRemoved') this.runs.delete(event.id)
    if (event.type === 'metrics') this.heardMetrics(event)
    if (event.type === 'sample') this.patch(event.id, { sample: event.step })
    this.change(event)
  }

  private change(event: StudioEvent): void {
    const { detail } = this
    if (detail === undefined || !('id' in event) || event.id !== detail.summary.id) return
    if (event.type === 'checkpoints') detail.checkpoints = event.checkpoints
    if (event.type === 'sample' && !detail.samples.includes(event.step)) {
      detail.samples = [...detail.samples, event.step].sort((a, b) => a - b)
    }
    if (event.type === 'log' && event.entry.at > (detail.log.at(-1)?.at ?? '')) {
      detail.log = [...detail.log, event.entry]
    }
  }

  private heardRun(run: RunSummary): void {
    this.runs.set(run.id, run)
    const kept = this.pointsOf(run.id).filter(({ step }) => step <= run.step)
    this.points.set(run.id, kept)
  }

  private heardMetrics({ id, points, stepsPerSecond, trainedSeconds }: Event<'metrics'>): void {
    const latest = points.at(-1)
    if (latest === undefined) return
    this.patch(id, { latest, step: latest.step, stepsPerSecond, trainedSeconds })
    const last = this.pointsOf(id).at(-1)?.step ?? 0
    this.points.set(id, [...this.pointsOf(id), ...points.filter(({ step }) => step > last)])
  }

  private patch(id: string, change: Partial<RunSummary>): void {
    const run = this.runs.get(id)
    if (run !== undefined) this.runs.set(id, { ...run, ...change })
  }
}

async function open(
  root: string,
  options: Partial<StudioApiOptions> = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
) {
  const studio = await createStudioApi({
    root,
    datasetsDirs: [BUNDLED_DATASETS, path.join(root, 'datasets')],
    launch: nodeLauncher(TRAINER),
    host: 'web',
    version: '1.2.3',
    ...options,
  })
  atEnd(() => studio.close())
  const events: NumberedEvent[] = []
  const waiting = new Set<() => void>()
  studio.subscribe((numbered) => {
    events.push(numberedEventSchema.parse(numbered))
    for (const look of [...waiting]) look()
  })
  /** Calls as a page does: through the contract's messages, both ends checked. */
  const call = async <C extends CommandName>(
    command: C,
    body: CommandRequest<C>,
  ): Promise<CommandReply<C>> => {
    const message = await answerCall(studio.api, { id: 1, command, body })
    if (message?.kind === 'error')
      throw Object.assign(new Error(message.error.message), message.error)
    const parsed = commands[command].reply.parse(
      message?.kind === 'reply' ? message.body : undefined,
    )
    return parsed as CommandReply<C>
  }
  /** The first event of a type, past or to come, that fits. */
  const heard = <T extends StudioEvent['type']>(
    type: T,
    fits: (event: Event<T>) => boolean = () => true,
    after = 0,
  ): Promise<Event<T>> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = events.find(
          ({ sequence, event }) =>
            sequence > after && event.type === type && fits(event as Event<T>),
        )
        if (found === undefined) return
        waiting.delete(look)
        resolve(found.event as Event<T>)
      }
      waiting.add(look)
      look()
    })
  const pastStep = (id: string, step: number) =>
    heard(
      'metrics',
      (event) => event.id === id && (event.points.at(-1)?.step ?? 0) > step,
      studio.sequence,
    )
  const inState = (id: string, state: RunSummary['state'], after = 0) =>
    heard('run', ({ run }) => run.id === id && run.state === state, after)
  return { studio, events, call, heard, pastStep, inState }
}

type Opened = Awaited<ReturnType<typeof open>>

const endless = (root: string, changes: Partial<Hyperparameters> = {}) =>
  tinyConfig(tinyDataset(root, 160), 'wasm', {
    epochs: 100_000,
    checkpointInterval: 100_000,
    sampleInterval: 100_000,
    ...changes,
  })

/** A run that has been stopped after some steps, with two checkpoints. */
async function stoppedRun(
  { call, pastStep }: Opened,
  root: string,
  changes: Partial<Hyperparameters> = {},
) {
  const { id } = await call('runs.train', { name: 'stopped', config: endless(root, changes) })
  await pastStep(id, 5)
  const saved = await call('runs.checkpoint', { id })
  await pastStep(id, saved.step)
  const { step } = await call('runs.stop', { id })
  return { id, steps: [saved.step, step] as const, dir: path.join(root, 'runs', id) }
}

/** One such run for all tests that follow, in a studio that makes images on the wasm engine. */
function sharedRun() {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-test-'))
  const shared = { root } as Opened & Awaited<ReturnType<typeof stoppedRun>> & { root: string }
  let close = async (): Promise<void> => undefined
  beforeAll(async () => {
    const opened = await open(root, {}, (end) => (close = end))
    Object.assign(shared, opened, await stoppedRun(opened, root, { imageSize: 12 }))
    await opened.call('settings.set', { engine: 'wasm', threads: 1 })
  })
  afterAll(async () => {
    await close()
    fs.rmSync(root, { recursive: true, force: true })
  })
  return shared
}

/** A summary without what the disk cannot know or learns a moment later. */
const settled = ({ bytes: _, ...summary }: RunSummary) => summary

async function resourceOf({ studio }: Opened, resource: string): Promise<Buffer> {
  const found = await studio.resource(resource)
  if (found === undefined) throw new Error(`no ${resource}`)
  return Buffer.from(found.body)
}

const shared = sharedRun()

describe('a run', () => {
  it('goes its whole way, and a page that hears the events knows what a page that loads knows', async () => {
    const root = temporaryFolder()
    const opened = await open(root)
    const { studio, events, call, heard, pastStep, inState } = opened
    const hello = await call('hello', { protocol: PROTOCOL_VERSION })
    expect(hello).toMatchObject({ sequence: 0, host: 'web', version: '1.2.3', dataFolder: root })
    expect((await call('hello', { protocol: PROTOCOL_VERSION })).instance).toBe(hello.instance)
    const page = new Page()
    for (const run of (await call('runs.list', {})).runs) page.runs.set(run.id, run)
    studio.subscribe(({ event }) => page.hear(event))

    const config = endless(root)
    const started = await call('runs.train', { name: 'whole way', config })
    const { id } = started
    const dir = path.join(root, 'runs', id)
    expect(started).toMatchObject({
      state: 'running',
      name: 'whole way',
      stepsPerEpoch: 10,
      totalSteps: 1_000_000,
    })
    expect(page.runs.get(id)?.state).toBe('running')
    await page.load(call('runs.get', { id }))
    await pastStep(id, 3)

    const paused = await call('runs.pause', { id })
    expect(page.runs.get(id)).toMatchObject({ state: 'paused', step: paused.step })
    const { trainedSeconds } = (await call('runs.get', { id })).summary
    // Each answer comes from between two steps: were the loop still moving, the step would too.
    expect(await call('runs.sample', { id })).toEqual(paused)
    expect(await call('runs.checkpoint', { id })).toEqual(paused)
    await heard('checkpoints', ({ checkpoints }) => checkpoints.at(-1)?.step === paused.step)
    const held = await call('runs.get', { id })
    expect(held).toMatchObject({
      summary: { state: 'paused', step: paused.step, sample: paused.step, trainedSeconds },
      samples: [0, paused.step],
      checkpoints: [{ step: paused.step }],
    })
    await expect(call('runs.resume', { id })).rejects.toMatchObject({ code: 'usage' })
    expect((await call('runs.continue', { id })).step).toBe(paused.step)
    expect(page.runs.get(id)?.state).toBe('running')
    await pastStep(id, paused.step)

    const stopped = await call('runs.stop', { id })
    // Everything that happened was told before the answer.
    expect(page.runs.get(id)).toMatchObject({
      state: 'stopped',
      step: stopped.step,
      stepsPerSecond: null,
    })
    const afterStop = await call('runs.get', { id })
    expect(settled(page.runs.get(id) ?? started)).toEqual(settled(afterStop.summary))
    const { summary: _, sessions: __, ...rest } = page.detail ?? afterStop
    const { summary: ___, sessions, ...loaded } = afterStop
    expect(rest).toEqual(loaded)
    expect(sessions).toMatchObject([{ fromStep: 0, toStep: stopped.step, endedAs: 'stopped' }])
    expect(loaded.log.map(({ code }) => code)).toEqual([
      'started',
      'sample',
      'paused',
      'sample',
      'checkpoint',
      'continued',
      'checkpoint',
      'stopped',
    ])
    const lines = metricsText(dir)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Metrics)
    expect(page.pointsOf(id)).toEqual(lines)
    expect(lines.map(({ step }) => step)).toEqual(
      Array.from({ length: stopped.step }, (_, i) => i + 1),
    )

    const resumedAt = studio.sequence
    const resumed = await call('runs.resume', { id })
    expect(resumed).toMatchObject({ state: 'running', error: null })
    await pastStep(id, stopped.step)
    await call('runs.stop', { id })
    await inState(id, 'stopped', resumedAt)
    expect((await call('runs.get', { id })).log.map(({ code }) => code).slice(8, 9)).toEqual([
      'resumed',
    ])
    expect(settled(page.runs.get(id) ?? started)).toEqual(
      settled((await call('runs.get', { id })).summary),
    )

    // A later host tells the same from the disk alone.
    const later = await open(root)
    const [listed] = (await later.call('runs.list', {})).runs
    expect(listed === undefined ? listed : settled(listed)).toEqual(
      settled(page.runs.get(id) ?? started),
    )
    events.forEach(({ sequence }, i) => expect(sequence).toBe(i + 1))
    expect(studio.sequence).toBe(events.length)
  })

  it('finishes by itself, with its size told soon after', async () => {
    const root = temporaryFolder()
    const { call, heard, inState } = await open(root)
    const config = tinyConfig(tinyDataset(root, 160), 'wasm', { steps: 25, checkpointInterval: 10 })
    const { id } = await call('runs.train', { name: 'short', config })
    const { run } = await inState(id, 'finished')
    expect(run).toMatchObject({
      step: 25,
      totalSteps: 25,
      stepsPerEpoch: 10,
      latest: { step: 25 },
      error: null,
    })
    const bytes = await folderSize(path.join(root, 'runs', id))
    await heard('run', (event) => event.run.bytes === bytes)
    const { summary, checkpoints, log } = await call('runs.get', { id })
    expect(summary.bytes).toBe(bytes)
    expect(checkpoints.map(({ step }) => step)).toEqual([10, 20, 25])
    expect(log.at(-1)).toMatchObject({ code: 'finished', step: 25 })
    await expect(call('runs.pause', { id })).rejects.toMatchObject({ code: 'usage' })
    const timed = await call('estimate', { config })
    expect(timed.secondsPerStep).toBeGreaterThan(0)
    expect(timed).toMatchObject({ stepsPerEpoch: 10, totalSteps: 25 })
  })

  it('measures how fast unseen settings train, never beside a run, and keeps it', async () => {
    const root = temporaryFolder()
    const launched: ChildHandle[] = []
    const launch = () => {
      const child = nodeLauncher(TRAINER)()
      launched.push(child)
      return child
    }
    const { call, inState } = await open(root, { measure: true, launch })
    const config = tinyConfig(tinyDataset(root, 160), 'wasm', { batchSize: 12, steps: 5 })
    expect((await call('estimate', { config })).secondsPerStep).toBeNull()
    const { secondsPerStep } = await call('estimate.measure', { config })
    expect(secondsPerStep).toBeGreaterThan(0)
    expect((await call('estimate', { config })).secondsPerStep).toBe(secondsPerStep)

    // A start ends a measurement that is under way, and is not held up by it.
    const other = tinyConfig(config.dataset, 'wasm', { batchSize: 11, imageSize: 64 })
    const measured = call('estimate.measure', { config: other })
    const { id } = await call('runs.train', { name: 'first', config: endless(root) })
    expect(await measured).toEqual({ secondsPerStep: null })
    expect(await call('estimate.measure', { config: other })).toEqual({ secondsPerStep: null })
    await call('runs.stop', { id })
    await inState(id, 'stopped')
    const later = await open(root)
    expect((await later.call('estimate', { config })).secondsPerStep).toBe(secondsPerStep)
  })

  it('is renamed while it trains, and its state survives that', async () => {
    const root = temporaryFolder()
    const opened = await open(root)
    const { id, pastStep, call } = {
      ...opened,
      ...(await opened.call('runs.train', { name: 'old', config: endless(root) })),
    }
    await pastStep(id, 2)
    const renames = Array.from({ length: 5 }, (_, i) =>
      call('runs.rename', { id, name: `new ${i}` }),
    )
    await Promise.all([...renames, call('runs.pause', { id })])
    const dir = path.join(root, 'runs', id)
    expect(await readRun(dir)).toMatchObject({ name: 'new 4', state: 'paused' })
    expect((await call('runs.get', { id })).summary).toMatchObject({
      name: 'new 4',
      state: 'paused',
    })
    await call('runs.stop', { id })
    expect((await call('runs.rename', { id, name: '  last  ' })).name).toBe('last')
    expect(await readRun(dir)).toMatchObject({ name: 'last', state: 'stopped' })
    await expect(call('runs.rename', { id, name: '   ' })).rejects.toMatchObject({ code: 'usage' })
  })

  it('trains beside another, each with its own figures', async () => {
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

  it('whose trainer is killed becomes interrupted, says why, and resumes', async () => {
    const root = temporaryFolder()
    const { call, heard, pastStep, inState, studio } = await open(root)
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
    const entry = await heard('log', (event) => event.entry.code === 'interrupted')
    expect(entry.entry.text).toContain('killed')
    expect((await call('runs.get', { id })).summary).toMatchObject(settled(run))
    const before = studio.sequence
    expect(await call('runs.resume', { id })).toMatchObject({ state: 'running', error: null })
    expect(await inState(id, 'running', before)).toMatchObject({ run: { step: saved.step } })
    await pastStep(id, saved.step)
    // The steps that were lost are taken again: none is there twice, none is missing.
    const { step, lastStep } = await call('runs.metrics', { id, buckets: 4000 })
    expect(step).toEqual(Array.from({ length: lastStep }, (_, i) => i + 1))
  })

  it('that cannot start leaves nothing, and says so', async () => {
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

  it('that is stopped before its first step is called off, and leaves nothing', async () => {
    const root = temporaryFolder()
    const { call, heard, events } = await open(root)
    const training = call('runs.train', { name: 'early', config: endless(root) })
    const refused = expect(training).rejects.toThrow('called off')
    const { run } = await heard('run')
    await call('runs.stop', { id: run.id })
    await refused
    expect(events.at(-1)?.event).toEqual({ type: 'runRemoved', id: run.id })
    expect(await call('runs.list', {})).toEqual({ runs: [], broken: [] })
  })

  it('that is broken is listed beside the others', async () => {
    const { dir, id } = shared
    fs.cpSync(dir, `${dir}x`, { recursive: true })
    onTestFinished(() => fs.rmSync(`${dir}x`, { recursive: true }))
    fs.writeFileSync(path.join(`${dir}x`, 'run.json'), '{"schemaVersion":1')
    const { runs, broken } = await shared.call('runs.list', {})
    expect(runs.map((run) => run.id)).toEqual([id])
    expect(broken).toMatchObject([{ id: `${id}x` }])
    // The whole id is wanted: what begins several, or another, is none.
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
  it('is gone, comes back whole, and is gone for good when the host ends', async () => {
    const root = temporaryFolder()
    const opened = await open(root)
    const { call, studio, heard, events } = opened
    const { id, dir, steps } = await stoppedRun(opened, root)
    const before = settled((await call('runs.get', { id })).summary)
    await call('runs.delete', { id })
    expect(events.at(-1)?.event).toEqual({ type: 'runRemoved', id })
    expect((await call('runs.list', {})).runs).toEqual([])
    await expect(call('runs.get', { id })).rejects.toMatchObject({ code: 'usage' })
    await expect(call('runs.delete', { id })).rejects.toMatchObject({ code: 'usage' })
    const restored = await call('runs.restore', { id })
    expect(settled(restored)).toEqual(before)
    await heard('run', ({ run }) => run.id === id && run.bytes > 0, studio.sequence - 1)
    expect((await latestUsable(dir)).checkpoint?.step).toBe(steps[1])
    await call('runs.delete', { id })
    await studio.close()
    expect(fs.readdirSync(root).sort()).toEqual(['datasets', 'runs'])
    const later = await open(root)
    await expect(later.call('runs.restore', { id })).rejects.toMatchObject({ code: 'usage' })
  })

  it('is none that trains or starts: that is refused, and says to stop it first', async () => {
    const root = temporaryFolder()
    const { call, heard, pastStep } = await open(root)
    const training = call('runs.train', { name: 'busy', config: endless(root) })
    const { run } = await heard('run', (event) => event.run.state === 'created')
    await expect(call('runs.delete', { id: run.id })).rejects.toMatchObject({ code: 'usage' })
    const { id: created } = await training
    await pastStep(created, 1)
    const refused = call('runs.delete', { id: created })
    await expect(refused).rejects.toMatchObject({ code: 'usage', remedy: 'Stop it first.' })
    expect((await call('runs.get', { id: created })).summary.state).toBe('running')
  })
})

describe('metrics', () => {
  it('of a live run reach to the newest step, and of a range cover just that', async () => {
    const root = temporaryFolder()
    const { call, pastStep } = await open(root)
    const { id } = await call('runs.train', { name: 'metrics', config: endless(root) })
    await pastStep(id, 25)
    await call('runs.pause', { id })
    const { summary } = await call('runs.get', { id })
    const whole = await call('runs.metrics', { id, buckets: 4000 })
    expect(whole.lastStep).toBe(summary.latest?.step)
    expect(whole.step).toEqual(Array.from({ length: whole.lastStep }, (_, i) => i + 1))
    expect(whole.lossD.mean.at(-1)).toBe(summary.latest?.lossD)
    const part = await call('runs.metrics', { id, from: 11, to: 22, buckets: 7 })
    expect(part.step).toHaveLength(7)
    expect(part.step.at(-1)).toBe(22)
    expect(Math.max(...part.dFake.high)).toBe(Math.max(...whole.dFake.mean.slice(10, 22)))
    await expect(call('runs.metrics', { id, buckets: 4001 })).rejects.toMatchObject({
      code: 'usage',
    })
  })
})

describe('generating', () => {
  it('twice with a seed gives the same bytes, in all forms, from any sound source', async () => {
    const { call, id, steps, dir } = shared
    const source = { kind: 'checkpoint' as const, id, step: steps[1] }
    const request = { source, count: 10, seed: 9, latentScale: 1, statistics: 'running' as const }
    const one = await call('generate', request)
    expect(one).toMatchObject({ count: 10, columns: 4, size: 12, channels: 1 })
    const other = await call('generate', request)
    expect(other.id).not.toBe(one.id)
    for (const name of ['sheet.png', 'image/0.png', 'image/9.png', 'images.zip', 'idx.zip']) {
      const [a, b] = [
        await resourceOf(shared, `generated/${one.id}/${name}`),
        await resourceOf(shared, `generated/${other.id}/${name}`),
      ]
      expect(a.equals(b)).toBe(true)
    }

    const archive = unzipSync(await resourceOf(shared, `generated/${one.id}/images.zip`))
    const manifest = JSON.parse(strFromU8(archive['manifest.json'] ?? new Uint8Array())) as Record<
      string,
      unknown
    >
    const digest = (await latestUsable(dir)).checkpoint?.manifest.digest
    expect(manifest).toMatchObject({
      source: { kind: 'checkpoint', run: id, step: steps[1], digest },
      seed: 9,
      latentScale: 1,
      statistics: 'running',
    })
    const idx = unzipSync(await resourceOf(shared, `generated/${one.id}/idx.zip`))
    const { dims, data } = parseIdx(idx['train-images-idx3-ubyte'] ?? new Uint8Array(), 'idx')
    expect(dims).toEqual([10, 12, 12])
    for (let n = 0; n < 10; n++) {
      const png = decode(archive[`0000${n}.png`] ?? new Uint8Array())
      expect(Buffer.from(png.data)).toEqual(Buffer.from(data.subarray(n * 144, (n + 1) * 144)))
    }

    const image = (set: { id: string }, n: number) =>
      resourceOf(shared, `generated/${set.id}/image/${n}.png`)
    const changes = [
      { seed: 10 },
      { latentScale: 2 },
      { statistics: 'batch' as const },
      { source: { ...source, step: steps[0] } },
    ]
    for (const change of changes) {
      const changed = await call('generate', { ...request, ...change })
      expect((await image(changed, 0)).equals(await image(one, 0))).toBe(false)
    }
    // Batch statistics leave nothing behind in the generator that is kept for the next.
    expect((await image(await call('generate', request), 9)).equals(await image(one, 9))).toBe(true)

    const bytes = fs.readFileSync(
      path.join(dir, 'checkpoints', String(steps[1]).padStart(8, '0'), 'generator.safetensors'),
    )
    const upload = await call('weights.upload', {
      name: 'mine.safetensors',
      base64: bytes.toString('base64'),
    })
    expect(upload).toMatchObject({ latentDim: 10, size: 12 })
    const fromFile = await call('generate', {
      ...request,
      source: { kind: 'upload', id: upload.id },
    })
    expect((await image(fromFile, 3)).equals(await image(one, 3))).toBe(true)
  })

  it('between two images begins and ends with them, and moves from the one to the other', async () => {
    const { call, id, steps } = shared
    const pixels = async (set: { id: string }, n: number) =>
      Buffer.from(decode(await resourceOf(shared, `generated/${set.id}/image/${n}.png`)).data)
    const distance = (a: Buffer, b: Buffer) =>
      a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0)
    for (const statistics of ['running', 'batch'] as const) {
      const source = { kind: 'checkpoint' as const, id, step: steps[1] }
      const set = await call('generate', {
        source,
        count: 300,
        seed: 4,
        latentScale: 1.5,
        statistics,
      })
      const row = await call('interpolate', { id: set.id, from: 299, to: 1, frames: 9 })
      expect(row).toMatchObject({ count: 9, columns: 9 })
      const [from, to] = [await pixels(set, 299), await pixels(set, 1)]
      expect(await pixels(row, 0)).toEqual(from)
      expect(await pixels(row, 8)).toEqual(to)
      const way = await Promise.all(Array.from({ length: 9 }, (_, n) => pixels(row, n)))
      // No frame is far from the next: the ends belong to the same way.
      const whole = distance(from, to)
      way
        .slice(1)
        .forEach((frame, n) => expect(distance(frame, way[n] ?? from)).toBeLessThan(whole / 2))
      await expect(
        call('interpolate', { id: set.id, from: 300, to: 1, frames: 3 }),
      ).rejects.toMatchObject({ code: 'usage' })
      await expect(
        call('interpolate', { id: row.id, from: 0, to: 1, frames: 3 }),
      ).rejects.toMatchObject({ code: 'usage' })
    }
  })

  it('goes on in one process, in a new one for another engine, and after that process died', async () => {
    const { root, id, steps } = shared
    const started: ChildHandle[] = []
    const launch = nodeLauncher(TRAINER)
    const opened = await open(root, {
      launch: () => {
        const child = launch()
        started.push(child)
        return child
      },
    })
    const source = { kind: 'checkpoint' as const, id, step: steps[1] }
    const request = { source, count: 4, seed: 3, latentScale: 1, statistics: 'running' as const }
    const sheet = async () => {
      const set = await opened.call('generate', request)
      return resourceOf(opened, `generated/${set.id}/sheet.png`)
    }
    const [first, second] = await Promise.all([sheet(), sheet()])
    expect(first.equals(second)).toBe(true)
    expect(started).toHaveLength(1)
    started[0]?.kill()
    // Whether its end was known when the call came is chance; what a call then says is not.
    const died = await opened.call('generate', request).catch((error: unknown) => error)
    if (died instanceof Error) expect(died).toMatchObject({ code: 'engine' })
    expect((await sheet()).equals(first)).toBe(true)
    await opened.call('settings.set', { engine: 'cpu' })
    await sheet()
    expect(started).toHaveLength(3)
  })

  it('refuses what is not there, is no generator, or is too much', async () => {
    const { call, root, steps } = shared
    const id = `${shared.id}y`
    fs.cpSync(shared.dir, path.join(root, 'runs', id), { recursive: true })
    onTestFinished(() => fs.rmSync(path.join(root, 'runs', id), { recursive: true }))
    const base = { count: 4, seed: 1, latentScale: 1, statistics: 'running' as const }
    const from = (source: CommandRequest<'generate'>['source']) =>
      call('generate', { ...base, source })
    const usage = { code: 'usage' }
    await expect(from({ kind: 'checkpoint', id, step: 999_999 })).rejects.toMatchObject(usage)
    await expect(from({ kind: 'checkpoint', id: 'nobody', step: 1 })).rejects.toMatchObject(usage)
    await expect(from({ kind: 'upload', id: 'nobody' })).rejects.toMatchObject(usage)
    await expect(
      call('interpolate', { id: 'nobody', from: 0, to: 1, frames: 2 }),
    ).rejects.toMatchObject(usage)
    const upload = (bytes: string) =>
      call('weights.upload', { name: 'mine.safetensors', base64: bytes })
    await expect(upload('not base64!')).rejects.toMatchObject(usage)
    const refusal = upload(Buffer.from('no weights').toString('base64'))
    await expect(refusal).rejects.toMatchObject({ code: 'checkpoint', where: 'mine.safetensors' })
    const folder = path.join(root, 'runs', id, 'checkpoints', String(steps[1]).padStart(8, '0'))
    const discriminator = fs.readFileSync(path.join(folder, 'discriminator.safetensors'))
    await expect(upload(discriminator.toString('base64'))).rejects.toMatchObject({
      code: 'checkpoint',
    })
    const weights = path.join(folder, 'generator.safetensors')
    fs.truncateSync(weights, fs.statSync(weights).size - 1)
    await expect(from({ kind: 'checkpoint', id, step: steps[1] })).rejects.toMatchObject({
      code: 'checkpoint',
    })
    // After all that the process is still good for images.
    expect(await from({ kind: 'checkpoint', id, step: steps[0] })).toMatchObject({ count: 4 })
  })
})

describe('resources', () => {
  it('are the sample grids and the images that were made, and nothing else on the disk', async () => {
    const { studio, call, root, id, steps } = shared
    const grid = await studio.resource(`runs/${id}/samples/00000000.png`)
    expect(grid?.type).toBe('image/png')
    expect(decode(grid?.body ?? new Uint8Array()).width).toBe(72)
    expect(Buffer.from((await studio.resource(`runs/${id}/samples/0.png`))?.body ?? [])).toEqual(
      Buffer.from(grid?.body ?? []),
    )
    const source = { kind: 'checkpoint' as const, id, step: steps[1] }
    const set = await call('generate', {
      source,
      count: 3,
      seed: 1,
      latentScale: 1,
      statistics: 'running',
    })
    const zip = await studio.resource(`generated/${set.id}/images.zip`)
    expect(zip).toMatchObject({
      type: 'application/zip',
      fileName: `images-step-${steps[1]}-seed-1.zip`,
    })
    fs.writeFileSync(path.join(root, 'secret.png'), 'secret')
    for (const unknown of [
      '',
      `runs/${id}/samples/1.png`,
      `runs/${id}/samples/../../../secret.png`,
      `runs/${id}/samples/0.json`,
      `runs/${id}/run.json`,
      `runs/${id}/checkpoints/${steps[1]}/generator.safetensors`,
      'runs/../secret.png',
      `runs/./${id}/samples/0.png`,
      `runs/..%2f${id}/samples/0.png`,
      `runs/${id}\0/samples/0.png`,
      `/runs/${id}/samples/0.png`,
      `runs/${id}/samples/0.png\n`,
      `runs/${id}/samples/0.png/x`,
      'runs/nobody/samples/0.png',
      `generated/${set.id}/image/3.png`,
      `generated/${set.id}/image/-1.png`,
      `generated/${set.id}/other.zip`,
      'generated/nobody/sheet.png',
      `generated/../runs/${id}/samples/0.png`,
    ]) {
      expect([unknown, await studio.resource(unknown)]).toEqual([unknown, undefined])
    }
  })
})

describe('a run that is resumed', () => {
  it('is told of as starting at once, and as training or as it was in the end', async () => {
    const root = temporaryFolder()
    const opened = await open(root)
    const { call, heard, studio } = opened
    const { id, dir } = await stoppedRun(opened, root)
    const before = studio.sequence
    const resumed = call('runs.resume', { id })
    const { run } = await heard('run', (event) => event.run.starting, before)
    expect(run).toMatchObject({ id, state: 'stopped' })
    expect(await resumed).toMatchObject({ state: 'running', starting: false })
    await call('runs.stop', { id })
    fs.rmSync(path.join(root, 'datasets'), { recursive: true })
    const again = studio.sequence
    await expect(call('runs.resume', { id })).rejects.toMatchObject({ code: 'data' })
    await heard('run', (event) => event.run.starting, again)
    expect((await call('runs.get', { id })).summary).toMatchObject({
      state: 'stopped',
      starting: false,
    })
    const news = opened.events.flatMap(({ event }) => (event.type === 'run' ? [event.run] : []))
    expect(news.at(-1)?.starting).toBe(false)
    expect(fs.existsSync(dir)).toBe(true)
  })
})

describe('a run that another host trains', () => {
  it('is shown as it trains there, and told of when it ends', async () => {
    const root = temporaryFolder()
    const there = await open(root)
    const { id } = await there.call('runs.train', { name: 'elsewhere', config: endless(root) })
    await there.pastStep(id, 3)
    const here = await open(root)
    const [run] = (await here.call('runs.list', {})).runs
    expect(run).toMatchObject({ id, state: 'running' })
    await expect(here.call('runs.pause', { id })).rejects.toMatchObject({ code: 'usage' })
    const { step } = await there.call('runs.stop', { id })
    const { run: ended } = await here.inState(id, 'stopped')
    expect(ended.step).toBe(step)
  })
})

describe('settings and presets', () => {
  it('change only what is said, are told to every page, and are there at the next start', async () => {
    const root = temporaryFolder()
    const { call, events } = await open(root)
    const preset = { name: ' mine ', hyperparameters: endless(root).hyperparameters }
    const replies = await Promise.all([
      call('settings.set', { theme: 'dark' }),
      call('settings.set', { threads: 2 }),
      call('presets.save', preset),
      call('settings.set', { language: 'zh-CN' }),
    ])
    const settings = { theme: 'dark', language: 'zh-CN', engine: 'auto', threads: 2, compile: true }
    expect(replies[3]).toEqual(settings)
    expect(events.map(({ event }) => event.type)).toEqual([
      'settings',
      'settings',
      'presets',
      'settings',
    ])
    expect(events[2]?.event).toEqual({ type: 'presets', ...replies[2] })
    expect(events.at(-1)?.event).toEqual({ type: 'settings', settings })
    await expect(call('settings.set', { threads: 1000 })).rejects.toMatchObject({ code: 'usage' })
    const changed = { ...preset, hyperparameters: { ...preset.hyperparameters, seed: 5 } }
    expect((await call('presets.save', changed)).presets).toHaveLength(1)
    const later = await open(root)
    const hello = await later.call('hello', { protocol: PROTOCOL_VERSION })
    expect(hello).toMatchObject({
      settings,
      presets: [{ name: 'mine', hyperparameters: { seed: 5 } }],
    })
    expect((await later.call('presets.delete', { name: 'mine' })).presets).toEqual([])
  })

  it('that cannot be read are set aside, and the start says so', async () => {
    const root = temporaryFolder()
    fs.writeFileSync(path.join(root, 'preferences.json'), '{"settings":')
    const { studio, call } = await open(root)
    expect(studio.warnings).toHaveLength(1)
    expect(studio.warnings[0]).toContain('preferences.damaged-')
    const hello = await call('hello', { protocol: PROTOCOL_VERSION })
    expect(hello.settings).toEqual({
      theme: 'system',
      language: null,
      engine: 'auto',
      threads: 0,
      compile: true,
    })
  })
})

describe('the host', () => {
  it('refuses a page of another version, and opens folders only where it can', async () => {
    const { root, id, dir, call } = shared
    const shown: string[] = []
    await expect(call('hello', { protocol: 99 })).rejects.toMatchObject({ code: 'usage' })
    await expect(call('runs.openFolder', { id })).rejects.toMatchObject({ code: 'usage' })
    const desktop = await open(root, {
      host: 'electron',
      openFolder: async (folder) => (shown.push(folder), shown.length > 1 ? 'no file manager' : ''),
    })
    await desktop.call('runs.openFolder', { id })
    expect(shown).toEqual([dir])
    await expect(desktop.call('runs.openFolder', { id })).rejects.toThrow('no file manager')
  })

  it.skipIf(process.platform === 'win32')(
    'that ends does not wait for a trainer that hangs for ever, and says so',
    async () => {
      const root = temporaryFolder()
      const launch = nodeLauncher(TRAINER)
      const pids: (number | undefined)[] = []
      const started = () => {
        const child = launch()
        pids.push(child.pid)
        return child
      }
      const { studio, call, pastStep } = await open(
        root,
        { patience: 0.5, launch: started },
        () => undefined,
      )
      const config = endless(root)
      const { id } = await call('runs.train', { name: 'hangs', config })
      const { id: other } = await call('runs.train', { name: 'does not', config })
      await pastStep(other, 3)
      const { step } = await call('runs.checkpoint', { id })
      process.kill(pids[0] ?? 0, 'SIGSTOP')
      const report = { code: 'training', where: 'hangs', problem: { code: 'trainerHung' } }
      await expect(studio.close()).rejects.toMatchObject(report)
      expect(await readRun(path.join(root, 'runs', id))).toMatchObject({
        state: 'interrupted',
        sessions: [{ endedAs: 'interrupted', error: { problem: { code: 'trainerHung' } } }],
      })
      expect((await latestUsable(path.join(root, 'runs', id))).checkpoint?.step).toBe(step)
      expect((await readRun(path.join(root, 'runs', other))).state).toBe('stopped')
      const later = await open(root)
      expect((await later.call('runs.resume', { id })).state).toBe('running')
    },
  )

  it.skipIf(process.platform === 'win32')(
    'ends a run whose trainer hangs when told to, and not before it was told to stop',
    async () => {
      const root = temporaryFolder()
      let pid: number | undefined
      const launch = () => {
        const child = nodeLauncher(TRAINER)()
        pid = child.pid
        return child
      }
      const { call, pastStep, inState } = await open(root, { launch })
      const { id } = await call('runs.train', { name: 'hangs', config: endless(root) })
      await pastStep(id, 3)
      await expect(call('runs.end', { id })).rejects.toMatchObject({
        code: 'usage',
        problem: { code: 'runNotStopping' },
      })
      const { step } = await call('runs.checkpoint', { id })
      process.kill(pid ?? 0, 'SIGSTOP')
      const stopped = call('runs.stop', { id })
      const ended = await call('runs.end', { id })
      expect(ended.step).toBeGreaterThanOrEqual(step)
      expect(await stopped).toEqual(ended)
      const { run } = await inState(id, 'interrupted')
      expect(run.error).toMatchObject({ problem: { code: 'trainerHung', given: { seconds: 0 } } })
      expect((await latestUsable(path.join(root, 'runs', id))).checkpoint?.step).toBe(step)
      await expect(call('runs.end', { id })).rejects.toMatchObject({ code: 'usage' })
      expect((await call('runs.resume', { id })).state).toBe('running')
    },
  )

  it('that ends checkpoints what trains, calls off what starts, and takes no more calls', async () => {
    const root = temporaryFolder()
    const { studio, call, pastStep, heard } = await open(root)
    const config = endless(root)
    const { id } = await call('runs.train', { name: 'at the end', config })
    await pastStep(id, 3)
    const starting = call('runs.train', { name: 'too late', config }).catch(
      (error: unknown) => error,
    )
    await heard('run', ({ run }) => run.name === 'too late')
    await Promise.all([studio.close(), studio.close()])
    const run = await readRun(path.join(root, 'runs', id))
    expect(run).toMatchObject({ state: 'stopped', sessions: [{ endedAs: 'stopped' }] })
    const { checkpoint } = await latestUsable(path.join(root, 'runs', id))
    expect(checkpoint?.step).toBe(run.sessions[0]?.toStep)
    expect(await starting).toMatchObject({ code: 'usage' })
    expect(fs.readdirSync(path.join(root, 'runs'))).toEqual([id])
    await expect(call('runs.list', {})).rejects.toThrow('closing')
  })
})
