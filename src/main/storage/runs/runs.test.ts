import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findRun, findRunById } from './find-run'
import { acquireRunLock } from '../locks/lock'
import { listRuns } from './run-list'
import type { Run } from '../../../contract/run'
import { annotateStored, createRun, readRun, updateRun } from './runs'
import { systemError, watchCalls } from '../testing/faults'
import { someConfig } from '../testing/samples-of-data'
import { tempDir, temporariesBelow } from '../testing/temp-dir'

const at = (time: string) => new Date(`2026-11-24T${time}Z`)
const make = (root: string, time = '08:30:15') =>
  createRun(root, { name: 'First digits', config: someConfig, now: at(time) })
const runJson = (dir: string) => join(dir, 'run.json')

test('a new run has its run.json, empty folders and nothing else', async () => {
  const root = join(tempDir(), 'data')
  const { dir, run } = await make(root)
  expect(run).toMatchObject({ state: 'created', name: 'First digits', sessions: [] })
  expect(run.id).toMatch(/^20261124-083015-[0-9a-f]{6}$/)
  expect(dir).toBe(join(root, 'runs', run.id))
  expect(fs.readdirSync(dir).sort()).toEqual(['checkpoints', 'run.json', 'samples'])
  expect(fs.readFileSync(runJson(dir), 'utf8')).toBe(`${JSON.stringify(run, null, 2)}\n`)
  expect(await readRun(dir)).toEqual(run)
})

test('a run that cannot be written leaves nothing behind, and an invalid one is not created', async () => {
  const root = tempDir()
  const stop = watchCalls(({ name }) => {
    if (name === 'writeFile') throw systemError('ENOSPC')
  })
  await expect(make(root)).rejects.toMatchObject({ code: 'storage' })
  stop()
  const nameless = createRun(root, { name: '', config: someConfig, now: at('00:00:00') })
  await expect(nameless).rejects.toMatchObject({ code: 'usage' })
  expect(await listRuns(root)).toEqual({ runs: [], broken: [] })
  expect(temporariesBelow(root)).toEqual([])
})

test('a run without a living trainer is interrupted, one with a trainer is not', async () => {
  const { dir } = await make(tempDir())
  const lock = await acquireRunLock(dir)
  await updateRun(dir, (run) => ({ ...run, state: 'paused' }))
  expect((await readRun(dir)).state).toBe('paused')
  await lock.release()
  expect((await readRun(dir)).state).toBe('interrupted')
  expect(fs.readFileSync(runJson(dir), 'utf8')).toContain('"state": "paused"')
})

test('a run that ends between reading it and reading its lock is not interrupted', async () => {
  const { dir } = await make(tempDir())
  const lock = await acquireRunLock(dir)
  await updateRun(dir, (run) => ({ ...run, state: 'running' }))
  let opened = 0
  const stop = watchCalls(async ({ name }) => {
    if (name !== 'open' || ++opened !== 2) return
    await updateRun(dir, (run) => ({ ...run, state: 'finished' }))
    await lock.release()
  })
  expect((await readRun(dir)).state).toBe('finished')
  stop()
})

test('concurrent updates are all applied', async () => {
  const { dir } = await make(tempDir())
  const session = { startedAt: at('09:00:00').toISOString(), fromStep: 0 }
  const add = (fromStep: number) =>
    updateRun(dir, (run) => ({ ...run, sessions: [...run.sessions, { ...session, fromStep }] }))
  const failing = updateRun(dir, () => {
    throw new Error('no')
  })
  const steps = Array.from({ length: 20 }, (_, i) => i)
  const updates = Promise.all(steps.map(add))
  await expect(failing).rejects.toThrow('no')
  await updates
  expect((await readRun(dir)).sessions.map(({ fromStep }) => fromStep)).toEqual(steps)
})

test('an update that gives an invalid run, or fails on a full disk, changes nothing', async () => {
  const { dir, run } = await make(tempDir())
  const invalid = updateRun(dir, (before) => ({ ...before, name: '' }))
  await expect(invalid).rejects.toMatchObject({ code: 'internal' })
  const stop = watchCalls(async ({ name, half }) => {
    if (name !== 'writeFile') return
    await half()
    throw systemError('ENOSPC')
  })
  const full = updateRun(dir, (before) => ({ ...before, name: 'x' }))
  await expect(full).rejects.toMatchObject({ code: 'storage' })
  stop()
  expect(await readRun(dir)).toEqual(run)
})

test('a run from a newer version is rejected and left unchanged', async () => {
  const root = tempDir()
  const { dir, run } = await make(root)
  const text = JSON.stringify({ ...run, schemaVersion: 7, novelty: true })
  fs.writeFileSync(runJson(dir), text)
  const refusal = {
    code: 'checkpoint',
    message: expect.stringContaining(
      'newer version of GAN Studio (schema 7; this version reads up to 1)',
    ),
    where: runJson(dir),
    remedy: expect.stringContaining('Update'),
  }
  await expect(readRun(dir)).rejects.toMatchObject(refusal)
  await expect(updateRun(dir, (before) => before)).rejects.toMatchObject(refusal)
  expect(fs.readFileSync(runJson(dir), 'utf8')).toBe(text)
  expect((await listRuns(root)).broken).toMatchObject([{ dir, error: refusal }])
})

test.each([
  ['empty', '', 'the file is empty'],
  ['truncated', '{"schemaVersion": 1, "id"', 'JSON'],
  ['not an object', '[1]', 'no schemaVersion'],
  ['null', 'null', 'no schemaVersion'],
  ['of an unknown old schema', '{"schemaVersion": 0}', 'no schemaVersion'],
  ['lacking fields', '{"schemaVersion": 1}', 'id'],
])('a run.json that is %s is rejected in plain words', async (_, content, says) => {
  const { dir } = await make(tempDir())
  fs.writeFileSync(runJson(dir), content)
  await expect(readRun(dir)).rejects.toMatchObject({
    code: 'checkpoint',
    message: expect.stringContaining(says),
    where: runJson(dir),
  })
})

test('runs are listed by when they last trained, broken ones separately, and other entries not at all', async () => {
  const root = tempDir()
  const older = await make(root, '08:00:00')
  const newer = await make(root, '09:00:00')
  const broken = await make(root, '10:00:00')
  fs.rmSync(runJson(broken.dir))
  fs.writeFileSync(join(root, 'runs', 'notes.txt'), 'x')
  fs.mkdirSync(join(root, 'runs', '.tmp-1-a1b2c3d4e5f6-x'))
  const list = await listRuns(root)
  expect(list.runs).toEqual([newer, older])
  // A resumed run comes first, and `latest` means the same one.
  const startedAt = '2026-11-24T10:00:00.000Z'
  const session = { startedAt, endedAt: startedAt, fromStep: 0, toStep: 1 }
  const resumed = (run: Run): Run => ({ ...run, state: 'stopped', sessions: [session] })
  await updateRun(older.dir, resumed)
  expect((await listRuns(root)).runs.map(({ dir }) => dir)).toEqual([older.dir, newer.dir])
  expect((await findRun(root, 'latest')).dir).toBe(older.dir)
  expect(list.broken.map(({ dir }) => dir)).toEqual([broken.dir])
  expect(list.broken[0]?.error.message).toContain('no run.json')
})

test('a run is found by id, beginning of its id, path and `latest`', async () => {
  const root = tempDir()
  const a = await make(root, '08:00:00')
  const b = await make(root, '09:00:00')
  expect(await findRun(root, a.run.id)).toEqual(a)
  expect(await findRun(root, '20261124-08')).toEqual(a)
  expect(await findRun(root, b.dir)).toEqual(b)
  expect(await findRun(root, 'latest')).toEqual(b)
  expect(await findRunById(root, '20261124-09')).toEqual(b)
})

test('if no run or several match, the error lists the existing runs', async () => {
  const root = tempDir()
  await expect(findRun(root, 'latest')).rejects.toMatchObject({ code: 'usage' })
  const a = await make(root, '08:00:00')
  const b = await make(root, '09:00:00')
  for (const wanted of ['2026', 'nothing', '']) {
    await expect(findRun(root, wanted)).rejects.toMatchObject({
      code: 'usage',
      remedy: `Runs: ${b.run.id}, ${a.run.id}.`,
    })
  }
})

test('an id from the network never leads outside the runs folder', async () => {
  const { dir } = await make(tempDir())
  for (const id of [dir, '../runs', 'latest', '.', '..']) {
    await expect(findRunById(join(dir, '..', '..'), id)).rejects.toMatchObject({ code: 'usage' })
  }
})

test('the latest run of a data folder that has only unreadable ones says why', async () => {
  const root = tempDir()
  const { dir } = await make(root)
  const newer = { ...(await readRun(dir)), schemaVersion: 99 }
  fs.writeFileSync(runJson(dir), JSON.stringify(newer))
  const [broken] = (await listRuns(root)).broken
  expect(broken?.error.message).toContain('newer')
  await expect(findRun(root, 'latest')).rejects.toThrow(broken?.error)
})

test('annotations of two writers are both kept, with what this version does not know', async () => {
  const { dir } = await make(tempDir())
  const plain = JSON.parse(fs.readFileSync(runJson(dir), 'utf8')) as object
  expect(plain).not.toHaveProperty('annotations')
  const foreign = { tags: ['a'], colour: 'red', note: 7 }
  fs.writeFileSync(runJson(dir), JSON.stringify({ ...plain, annotations: foreign }))
  const change = (tag: string) => annotateStored(dir, { addTags: [tag] })
  await Promise.all([change('b'), change('c'), updateRun(dir, (run) => ({ ...run, name: 'new' }))])
  expect(await readRun(dir)).toMatchObject({ name: 'new', annotations: { tags: ['a', 'b', 'c'] } })
  const { annotations } = JSON.parse(fs.readFileSync(runJson(dir), 'utf8')) as Record<
    string,
    unknown
  >
  expect(annotations).toMatchObject({ colour: 'red', note: 7, tags: ['a', 'b', 'c'] })
})

test('a run whose annotations are damaged opens without them', async () => {
  const { dir } = await make(tempDir())
  const plain = JSON.parse(fs.readFileSync(runJson(dir), 'utf8')) as object
  fs.writeFileSync(runJson(dir), JSON.stringify({ ...plain, annotations: 'none' }))
  expect((await readRun(dir)).annotations).toBeUndefined()
  expect((await annotateStored(dir, { starred: true })).annotations).toMatchObject({
    starred: true,
  })
  const many = Array.from({ length: 21 }, (_, i) => String(i))
  await expect(annotateStored(dir, { addTags: many })).rejects.toMatchObject({ code: 'usage' })
})
