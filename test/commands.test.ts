import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { latestUsable, listCheckpoints } from '../src/main/storage/checkpoints/checkpoints'
import { readRun } from '../src/main/storage/runs/runs'
import { listSamples } from '../src/main/storage/runs/samples'
import { eventWatch, studioIn, temporaryFolder, tinyConfig, tinyDataset } from './support/studio'

/** Starts an endless run and waits for its first steps. */
async function startedRun(changes: Partial<Hyperparameters> = {}) {
  const root = temporaryFolder()
  const config = tinyConfig(tinyDataset(root, 160), 'wasm', {
    epochs: 100_000,
    checkpointInterval: 100_000,
    sampleInterval: 100_000,
    ...changes,
  })
  const watch = eventWatch()
  const started = await studioIn(root).train(config, 'commands', watch.watch)
  await watch.next((event) => event.type === 'metrics')
  return { root, ...watch, ...started }
}

describe('a trainer', () => {
  it('takes no step while paused, still answers commands, and continues on request', async () => {
    const { dir, session, next } = await startedRun()
    const paused = await session.pause()
    expect((await readRun(dir)).state).toBe('paused')
    // Commands are answered between steps: if training continued, the step would change.
    expect(await session.sample()).toBe(paused)
    expect(await session.checkpoint()).toBe(paused)
    expect(await session.sample()).toBe(paused)
    expect((await listCheckpoints(dir)).map(({ step }) => step)).toEqual([paused])
    await session.continue()
    await next((event) => event.type === 'metrics' && (event.points.at(-1)?.step ?? 0) > paused)
    expect(await session.stop()).toMatchObject({ kind: 'stopped' })
  })

  it('samples and saves immediately on request, and continues', async () => {
    const { dir, session, next } = await startedRun()
    const sampled = await session.sample()
    const saved = await session.checkpoint()
    expect(await listSamples(dir)).toEqual([0, sampled])
    expect((await listCheckpoints(dir)).map(({ step }) => step)).toEqual([saved])
    await next((event) => event.type === 'metrics' && (event.points.at(-1)?.step ?? 0) > saved)
    await session.stop()
  })

  it('stops in answer to one call, with a checkpoint at the step it stopped at', async () => {
    const { dir, session } = await startedRun()
    const outcome = await session.stop()
    expect(outcome.kind).toBe('stopped')
    expect((await listCheckpoints(dir)).at(-1)?.step).toBe(outcome.step)
    expect(await readRun(dir)).toMatchObject({
      state: 'stopped',
      sessions: [{ fromStep: 0, toStep: outcome.step, outcome: 'stopped' }],
    })
  })

  it('can be stopped while it is paused', async () => {
    const { session } = await startedRun()
    const step = await session.pause()
    expect(await session.stop()).toEqual({ kind: 'stopped', step })
  })
})

describe('a trainer that dies', () => {
  it.each([
    ['SIGKILL', 'out of memory'],
    ['SIGSEGV', 'SIGSEGV'],
  ] as const)(
    'by %s leaves an interrupted run with the reason, and rejects pending calls',
    async (signal, why) => {
      const { dir, session } = await startedRun()
      const saved = await session.checkpoint()
      await session.pause()
      process.kill(session.pid ?? NaN, signal)
      const pending = session.sample()
      await expect(pending).rejects.toThrow(why)
      const outcome = await session.outcome
      expect(outcome).toMatchObject({ kind: 'interrupted', error: { code: 'training' } })
      const run = await readRun(dir)
      expect(run.state).toBe('interrupted')
      expect(run.sessions.at(-1)?.outcome).toContain(why)
      expect((await listCheckpoints(dir)).map(({ step }) => step)).toEqual([saved])
      await expect(session.pause()).rejects.toThrow(why)
    },
  )

  it('of a write error fails with that reason and saves the step it had reached', async () => {
    const { dir, session } = await startedRun({ sampleInterval: 10 })
    await session.pause()
    // Writes are sequential: once the checkpoint is written, no grid is pending.
    const saved = await session.checkpoint()
    // A file in place of the samples folder makes writes fail, even for root.
    fs.rmSync(`${dir}/samples`, { recursive: true })
    fs.writeFileSync(`${dir}/samples`, '')
    await session.continue()
    const outcome = await session.outcome
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'storage' } })
    expect((await readRun(dir)).state).toBe('failed')
    expect(outcome.step).toBeGreaterThan(saved)
    expect((await latestUsable(dir)).checkpoint?.step).toBe(outcome.step)
  })
})
