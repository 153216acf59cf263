import fs from 'node:fs'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import type { SweepFile } from '../src/contract/sweep/spec'
import { sweepSpecSchema } from '../src/contract/sweep/spec'
import { temporaryFolder, tinyDataset } from './support/studio'
import { open } from './support/studio-host'
import type { Opened } from './support/studio-host'

/* The sweeps of a studio, with real training: five steps per epoch. */

const LOOK = { lookEveryMs: 50 }

const specIn = (dataset: string, changes: Partial<SweepFile> = {}) =>
  sweepSpecSchema.parse({
    ...{ name: 'tiny', dataset, preset: 'reference', engine: 'wasm', threads: 1, images: 100 },
    axes: { learningRate: [1e-4, 1e-3] },
    hyperparameters: {
      ...{ imageSize: 8, batchSize: 32, latentDim: 10, epochs: 1, sampleInterval: 1000 },
    },
    ...changes,
  })

/** Creates a sweep whose runs wait in a paused queue. @returns its id and the runs */
async function paused({ call }: Opened, dataset: string): Promise<{ id: string; runs: string[] }> {
  await call('queue.pause', { paused: true })
  const { sweep } = await call('sweeps.create', { spec: specIn(dataset) })
  const jobs = async () => (await call('queue.get', {})).jobs
  await vi.waitUntil(async () => (await jobs()).length === 2, { timeout: 60_000 })
  return { id: sweep.id, runs: (await jobs()).map(({ run }) => run) }
}

const ended = async ({ call }: Opened, id: string) =>
  vi.waitUntil(
    async () => {
      const view = await call('sweeps.get', { id })
      return view.sweep.state === 'finished' && view
    },
    { timeout: 60_000 },
  )

it('a sweep continues after a failed run, and only that trains again', async () => {
  const root = temporaryFolder()
  const own = path.join(root, 'own')
  fs.cpSync(tinyDataset(root, 160), own, { recursive: true })
  const studio = await open(root, LOOK)
  const { id, runs } = await paused(studio, own)
  const [first = ''] = runs
  const broken = path.join(root, 'runs', first, 'run.json')
  const kept = fs.readFileSync(broken, 'utf8')
  fs.writeFileSync(broken, kept.replaceAll(own, `${own}-gone`))
  await studio.call('queue.pause', { paused: false })
  const failed = await ended(studio, id)
  expect(failed.summary).toMatchObject({ failed: 1, counts: { out: 1, finished: 1 } })
  expect(failed.sweep.trials[0]?.out).toMatchObject({ kind: 'failed', error: { code: 'data' } })

  fs.writeFileSync(broken, kept)
  await studio.call('sweeps.retry', { id })
  const whole = await ended(studio, id)
  expect(whole.summary).toMatchObject({ failed: 0, counts: { out: 0, finished: 2 } })
  expect(whole.sweep.trials.map(({ run }) => run)).toEqual(runs)
  expect((await studio.call('queue.get', {})).jobs).toEqual([])
  const sessions = await studio.call('runs.get', { id: runs[1] ?? '' })
  expect(sessions.sessions).toHaveLength(1)
  await expect(studio.call('sweeps.retry', { id })).rejects.toMatchObject({ code: 'usage' })
})

it('a run that the user deletes or takes out of the queue takes no further part', async () => {
  const root = temporaryFolder()
  const studio = await open(root, LOOK)
  const { id, runs } = await paused(studio, tinyDataset(root, 160))
  const [first = '', second = ''] = runs
  await studio.call('runs.delete', { id: first })
  await studio.call('queue.remove', { run: second })
  const { sweep, summary } = await ended(studio, id)
  expect(sweep.trials.map(({ out }) => out?.kind)).toEqual(['deleted', 'stopped'])
  expect(summary).toMatchObject({ best: null, counts: { out: 2 } })
  // Retried, the deleted one gets a new run.
  await studio.call('queue.pause', { paused: false })
  await studio.call('sweeps.retry', { id })
  const again = await ended(studio, id)
  expect(again.summary.counts.finished).toBe(2)
  expect(again.sweep.trials[0]?.run).not.toBe(first)
  expect(again.sweep.trials[1]?.run).toBe(second)
})

it('a stopped sweep adds no runs; what it had added trains', async () => {
  const root = temporaryFolder()
  const studio = await open(root, LOOK)
  const { call, waitForEvent } = studio
  await call('queue.pause', { paused: true })
  const spec = specIn(tinyDataset(root, 160), { axes: { latentDim: [2, 3, 4, 5, 6, 7, 8, 9, 10] } })
  const { sweep } = await call('sweeps.create', { spec })
  await waitForEvent('queue', ({ queue }) => queue.jobs.length === 8)
  await call('sweeps.stop', { id: sweep.id })
  await call('queue.pause', { paused: false })
  await waitForEvent('queue', ({ queue }) => queue.jobs.length === 0)
  expect((await call('sweeps.get', { id: sweep.id })).sweep.trials.at(-1)?.run).toBeNull()
  await call('sweeps.resume', { id: sweep.id })
  const { summary } = await ended(studio, sweep.id)
  expect(summary.counts.finished).toBe(9)
  await call('sweeps.delete', { id: sweep.id })
  expect((await call('sweeps.list', {})).sweeps).toEqual([])
  expect((await call('runs.list', {})).runs).toHaveLength(9)
})
