import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { PROTOCOL_VERSION } from '../../src/contract/api'
import type { Metrics } from '../../src/contract/metrics/record'
import { readRun } from '../../src/main/storage/runs/runs'
import { folderSize } from '../../src/main/studio/runs/run-sizes'
import { nodeLauncher } from '../../src/main/trainer/launch/launch-node'
import type { ChildHandle } from '../../src/main/trainer/launch/trainer-process'
import { metricsText, temporaryFolder, tinyConfig, tinyDataset } from '../support/studio'
import { open, endless, withoutSize, TRAINER } from '../support/studio-host'
import { Page } from '../support/studio-page'

describe('a run', () => {
  it('gives a page that follows its events the same state as a page that loads it', async () => {
    const root = temporaryFolder()
    const opened = await open(root)
    const { studio, events, call, waitForEvent, pastStep, inState } = opened
    const hello = await call('hello', { protocol: PROTOCOL_VERSION })
    expect(hello).toMatchObject({ sequence: 0, host: 'web', version: '1.2.3', dataFolder: root })
    expect((await call('hello', { protocol: PROTOCOL_VERSION })).instance).toBe(hello.instance)
    const page = new Page()
    for (const run of (await call('runs.list', {})).runs) page.runs.set(run.id, run)
    studio.subscribe(({ event }) => page.receive(event))

    const config = endless(root)
    const started = await call('runs.train', { name: 'followed', config })
    const { id } = started
    const dir = path.join(root, 'runs', id)
    expect(started).toMatchObject({
      state: 'running',
      name: 'followed',
      stepsPerEpoch: 10,
      totalSteps: 1_000_000,
    })
    expect(page.runs.get(id)?.state).toBe('running')
    await page.load(call('runs.get', { id }))
    await pastStep(id, 3)
    const { sample } = await waitForEvent('hardware', (event) => event.id === id)
    expect(sample.trainer.memory).toBeGreaterThan(10_000_000)
    await vi.waitUntil(
      async () => (await call('runs.hardware', { id, most: 10 })).samples.length > 0,
    )
    // The first grid is written while training continues.
    await waitForEvent('sample', ({ step }) => step === 0)

    const paused = await call('runs.pause', { id })
    expect(page.runs.get(id)).toMatchObject({ state: 'paused', step: paused.step })
    const { trainedSeconds } = (await call('runs.get', { id })).summary
    // Commands are answered between steps: if training continued, the step would change.
    expect(await call('runs.sample', { id })).toEqual(paused)
    expect(await call('runs.checkpoint', { id })).toEqual(paused)
    await waitForEvent('checkpoints', ({ checkpoints }) => checkpoints.at(-1)?.step === paused.step)
    const whilePaused = await call('runs.get', { id })
    expect(whilePaused).toMatchObject({
      summary: { state: 'paused', step: paused.step, sample: paused.step, trainedSeconds },
      samples: [0, paused.step],
      checkpoints: [{ step: paused.step }],
    })
    await expect(call('runs.resume', { id })).rejects.toMatchObject({ code: 'usage' })
    expect((await call('runs.continue', { id })).step).toBe(paused.step)
    expect(page.runs.get(id)?.state).toBe('running')
    await pastStep(id, paused.step)

    const stopped = await call('runs.stop', { id })
    // Every event arrives before the reply.
    expect(page.runs.get(id)).toMatchObject({
      state: 'stopped',
      step: stopped.step,
      stepsPerSecond: null,
    })
    const afterStop = await call('runs.get', { id })
    expect(withoutSize(page.runs.get(id) ?? started)).toEqual(withoutSize(afterStop.summary))
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
    expect(withoutSize(page.runs.get(id) ?? started)).toEqual(
      withoutSize((await call('runs.get', { id })).summary),
    )

    // A new host reads the same state from disk.
    const later = await open(root)
    const [listed] = (await later.call('runs.list', {})).runs
    expect(listed === undefined ? listed : withoutSize(listed)).toEqual(
      withoutSize(page.runs.get(id) ?? started),
    )
    events.forEach(({ sequence }, i) => expect(sequence).toBe(i + 1))
    expect(studio.sequence).toBe(events.length)
  })

  it('that is paused and continued without waiting is as the last command says', async () => {
    const root = temporaryFolder()
    const { call, pastStep } = await open(root)
    const { id } = await call('runs.train', { name: 'hasty', config: endless(root) })
    const hasty = async (...commands: ('pause' | 'continue')[]) => {
      await Promise.all(commands.map((command) => call(`runs.${command}`, { id })))
      const stored = await readRun(path.join(root, 'runs', id))
      return { stored: stored.state, shown: (await call('runs.get', { id })).summary.state }
    }
    for (let round = 0; round < 5; round++) {
      const running = await hasty('pause', 'continue', 'pause', 'continue')
      expect(running).toEqual({ stored: 'running', shown: 'running' })
    }
    const { step } = (await call('runs.get', { id })).summary
    await pastStep(id, step)
    const paused = await hasty('pause', 'continue', 'pause')
    expect(paused).toEqual({ stored: 'paused', shown: 'paused' })
    const { summary } = await call('runs.get', { id })
    expect(await call('runs.sample', { id })).toEqual({ step: summary.step })
    await call('runs.stop', { id })
  })

  it('finishes, and its size is reported soon after', async () => {
    const root = temporaryFolder()
    const { call, waitForEvent, inState } = await open(root)
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
    await waitForEvent('run', (event) => event.run.bytes === bytes)
    const { summary, checkpoints, log } = await call('runs.get', { id })
    expect(summary.bytes).toBe(bytes)
    expect(checkpoints.map(({ step }) => step)).toEqual([10, 20, 25])
    expect(log.at(-1)).toMatchObject({ code: 'finished', step: 25 })
    await expect(call('runs.pause', { id })).rejects.toMatchObject({ code: 'usage' })
    const timed = await call('estimate', { config })
    expect(timed.secondsPerStep).toBeGreaterThan(0)
    expect(timed).toMatchObject({ stepsPerEpoch: 10, totalSteps: 25 })
  })

  it('has its speed estimated by a measurement, which is stored and never runs during training', async () => {
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

    // A start ends a measurement in progress without waiting for it.
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

  it('can be renamed while it trains, without losing its state', async () => {
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
})
