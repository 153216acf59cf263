import fs from 'node:fs'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { listCheckpoints } from '../src/main/storage/checkpoints/checkpoints'
import { temporaryFolder, tinyConfig, tinyDataset } from './support/studio'
import { endless, open } from './support/studio-host'
import type { Opened } from './support/studio-host'

/* The queue of a studio, with real training. */

const LOOK = { lookEveryMs: 50 }
const short = (root: string, seed = 1) =>
  tinyConfig(tinyDataset(root, 160), 'wasm', { epochs: 2, seed, checkpointInterval: 10 })

const queueIn = async ({ call }: Opened) => (await call('queue.get', {})).jobs
const emptied = (studio: Opened) =>
  vi.waitUntil(async () => (await queueIn(studio)).length === 0, { timeout: 60_000 })

/** The weights and the training state of a run's last checkpoint. */
async function lastFiles(root: string, id: string): Promise<Map<string, string>> {
  const { dir = '' } = (await listCheckpoints(path.join(root, 'runs', id))).at(-1) ?? {}
  const files = fs.readdirSync(dir).filter((name) => name.endsWith('.safetensors'))
  return new Map(files.map((name) => [name, fs.readFileSync(path.join(dir, name), 'base64')]))
}

it('queued runs train in the order that they were put in, to the same bits as without a queue', async () => {
  const root = temporaryFolder()
  const studio = await open(root, LOOK)
  const { call, events, inState } = studio
  await call('queue.pause', { paused: true })
  const added = []
  for (const name of ['a', 'b', 'c']) {
    added.push(await call('queue.addRun', { name, config: short(root) }))
  }
  expect(added.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued'])
  const [a, b, c] = added.map(({ id }) => id) as [string, string, string]
  await call('queue.move', { run: c, to: 1 })
  await call('queue.pause', { paused: false })
  for (const id of [a, b, c]) await inState(id, 'finished')
  await emptied(studio)
  const began = events.flatMap(({ event }) =>
    event.type === 'run' && event.run.state === 'running' ? [event.run.id] : [],
  )
  expect([...new Set(began)]).toEqual([c, a, b])

  const byHand = await call('runs.train', { name: 'by hand', config: short(root) })
  await inState(byHand.id, 'finished')
  const expected = await lastFiles(root, byHand.id)
  expect(expected.size).toBeGreaterThan(1)
  for (const id of [a, b, c]) expect(await lastFiles(root, id)).toEqual(expected)
})

it('a run that its studio saved when it quit continues in the next one, to the same bits', async () => {
  const root = temporaryFolder()
  const config = { ...short(root), hyperparameters: { ...short(root).hyperparameters, epochs: 30 } }
  const first = await open(root, LOOK)
  const { id } = await first.call('queue.addRun', { name: 'a', config })
  await first.pastStep(id, 5)
  await first.studio.close()

  const second = await open(root, LOOK)
  expect(await queueIn(second)).toMatchObject([{ run: id }])
  await second.inState(id, 'finished')
  await emptied(second)
  const { sessions } = await second.call('runs.get', { id })
  expect(sessions.length).toBeGreaterThan(1)
  const byHand = await second.call('runs.train', { name: 'by hand', config })
  await second.inState(byHand.id, 'finished')
  expect(await lastFiles(root, id)).toEqual(await lastFiles(root, byHand.id))
})

it('a run that the user stops, starts by hand or deletes is not in the queue any more', async () => {
  const root = temporaryFolder()
  const studio = await open(root, LOOK)
  const { call, pastStep, inState } = studio
  const add = async (name: string) =>
    (await call('queue.addRun', { name, config: endless(root) })).id
  const [a, b, c] = [await add('a'), await add('b'), await add('c')]
  await pastStep(a, 1)
  await call('queue.pause', { paused: true })
  await call('runs.stop', { id: a })
  await studio.waitForEvent('queue', ({ queue }) => queue.jobs.every(({ run }) => run !== a))
  await inState(a, 'stopped')
  await call('runs.resume', { id: b })
  await call('runs.delete', { id: c })
  expect(await queueIn(studio)).toEqual([])
  await call('runs.stop', { id: b })
  // Removing a job leaves the run as it was.
  await call('queue.add', { run: b, options: {} })
  expect((await call('runs.get', { id: b })).summary.state).toBe('queued')
  await call('queue.remove', { run: b })
  expect((await call('runs.get', { id: b })).summary.state).toBe('stopped')
})

it('changes of the queue by another program are seen here, and its run is shown as queued', async () => {
  const root = temporaryFolder()
  const [here, other] = [await open(root, LOOK), await open(root, LOOK)]
  await other.call('queue.pause', { paused: true })
  const { id } = await other.call('queue.addRun', { name: 'a', config: short(root) })
  await here.waitForEvent('queue', ({ queue }) => queue.jobs.some(({ run }) => run === id))
  await here.inState(id, 'queued')
  expect((await here.call('runs.list', {})).runs).toMatchObject([{ id, state: 'queued' }])
  await here.call('queue.pause', { paused: false })
  await Promise.all([here.inState(id, 'finished'), other.inState(id, 'finished')])
  await Promise.all([emptied(here), emptied(other)])
  const began = [here, other].map(({ events }) =>
    events.some(({ event }) => event.type === 'metrics' && event.id === id),
  )
  expect(began).toContain(true)
  expect((await here.call('runs.get', { id })).sessions).toHaveLength(1)
})
