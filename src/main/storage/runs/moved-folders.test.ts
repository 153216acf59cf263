import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeCheckpoint } from '../checkpoints/checkpoints'
import { acquireRunLock } from '../locks/lock'
import { someConfig, someContents } from '../testing/samples-of-data'
import { tempDir } from '../testing/temp-dir'
import { findRun } from './find-run'
import { listRuns } from './run-list'
import { createRun, updateRun } from './runs'
import { listSamples, readSample, sampleFiles, writeSample } from './samples'

const now = new Date('2026-11-24T08:30:15Z')
const make = (root: string) => createRun(root, { name: 'Digits', config: someConfig, now })
const ids = async (root: string) => (await listRuns(root)).runs.map(({ run }) => run.id).sort()
const png = Uint8Array.of(1, 2, 3)

test('a link to a run’s folder on another disk works like any run', async () => {
  const [root, elsewhere] = [tempDir(), tempDir()]
  const { dir, run } = await make(root)
  fs.cpSync(dir, join(elsewhere, 'moved'), { recursive: true })
  fs.rmSync(dir, { recursive: true })
  fs.symlinkSync(join(elsewhere, 'moved'), dir)
  expect(await ids(root)).toEqual([run.id])
  await updateRun(dir, (stored) => ({ ...stored, name: 'renamed' }))
  await writeCheckpoint(dir, someContents(3))
  await writeSample(dir, 3, png, {})
  expect((await findRun(root, run.id)).run.name).toBe('renamed')
  expect(await readSample(dir, 3)).toEqual(Buffer.from(png))
  expect(fs.lstatSync(dir).isSymbolicLink()).toBe(true)
  expect(fs.existsSync(join(elsewhere, 'moved', 'checkpoints', '00000003'))).toBe(true)
})

test('a link to a file is not a run, and a dangling link is reported with a remedy', async () => {
  const root = tempDir()
  await make(root)
  fs.symlinkSync('/etc/passwd', join(root, 'runs', 'a-file'))
  fs.symlinkSync(join(root, 'unplugged'), join(root, 'runs', 'away'))
  const { broken } = await listRuns(root)
  expect(broken.map(({ error }) => error.problem?.code)).toEqual(['runLinkDangling'])
  expect(broken[0]?.error.remedy).toContain('disk')
})

test('every listed id finds its own folder, whatever its run.json says', async () => {
  const root = tempDir()
  const { dir, run } = await make(root)
  for (const name of ['copy', 'latest', run.id.slice(0, 15)]) {
    fs.cpSync(dir, join(root, 'runs', name), { recursive: true })
  }
  const escape = join(root, 'runs', 'escape')
  fs.cpSync(dir, escape, { recursive: true })
  const stored = JSON.parse(fs.readFileSync(join(escape, 'run.json'), 'utf8')) as object
  fs.writeFileSync(join(escape, 'run.json'), JSON.stringify({ ...stored, id: '../../x' }))
  const listed = await ids(root)
  expect(new Set(listed).size).toBe(5)
  for (const id of listed) {
    const found = await findRun(root, id)
    expect(found).toMatchObject({ dir: join(root, 'runs', id), run: { id } })
  }
})

test('a folder whose name is not a valid id is reported with a remedy instead of listed', async () => {
  const root = tempDir()
  const { dir, run } = await make(root)
  for (const name of ['my copy', '-rf', 'ü', 'x'.repeat(65)]) {
    fs.cpSync(dir, join(root, 'runs', name), { recursive: true })
  }
  const { broken } = await listRuns(root)
  expect(await ids(root)).toEqual([run.id])
  expect(broken.map(({ error }) => error.problem?.code)).toEqual(Array(4).fill('runFolderName'))
})

test('the remains of a deleted run are distinguished from a damaged run', async () => {
  const root = tempDir()
  const [ghost, damaged] = [await make(root), await make(root)]
  fs.rmSync(join(ghost.dir, 'run.json'))
  fs.writeFileSync(join(damaged.dir, 'run.json'), '{')
  const { broken } = await listRuns(root)
  const codeOf = (at: string) => broken.find(({ dir }) => dir === at)?.error.problem?.code
  expect(codeOf(ghost.dir)).toBe('runWithoutDocument')
  expect(codeOf(damaged.dir)).toBe('runUnreadable')
})

test('a sample that is not a regular file is neither listed nor read; its folder may be a link', async () => {
  const root = tempDir()
  const { dir } = await make(root)
  const [own, linked, folder] = [1, 2, 3]
  for (const step of [own, linked, folder]) await writeSample(dir, step, png, {})
  const secret = join(root, 'secret')
  fs.writeFileSync(secret, 'secret')
  fs.rmSync(sampleFiles(dir, linked).png)
  fs.symlinkSync(secret, sampleFiles(dir, linked).png)
  fs.rmSync(sampleFiles(dir, folder).png)
  fs.mkdirSync(sampleFiles(dir, folder).png)
  expect(await listSamples(dir)).toEqual([own])
  expect(await readSample(dir, own)).toEqual(Buffer.from(png))
  for (const step of [linked, folder, 4]) expect(await readSample(dir, step)).toBeUndefined()

  const outside = join(root, 'outside')
  fs.renameSync(join(dir, 'samples'), outside)
  fs.symlinkSync(outside, join(dir, 'samples'))
  expect(await listSamples(dir)).toEqual([own])
  expect(await readSample(dir, own)).toEqual(Buffer.from(png))
  for (const step of [linked, folder, 4]) expect(await readSample(dir, step)).toBeUndefined()
  fs.symlinkSync(join(root, 'gone'), join(root, 'dangling'))
  fs.rmSync(join(dir, 'samples'))
  fs.renameSync(join(root, 'dangling'), join(dir, 'samples'))
  expect(await listSamples(dir)).toEqual([])
  expect(await readSample(dir, own)).toBeUndefined()
})

test('nothing recreates a deleted folder, and its writer notices', async () => {
  const root = tempDir()
  const { dir } = await make(root)
  const lock = await acquireRunLock(dir)
  await lock.verify()
  fs.rmSync(dir, { recursive: true })
  await expect(lock.verify()).rejects.toMatchObject({ problem: { code: 'runFolderGone' } })
  await expect(writeCheckpoint(dir, someContents(3))).rejects.toMatchObject({ code: 'storage' })
  await expect(writeSample(dir, 3, png, {})).rejects.toMatchObject({ code: 'storage' })
  await expect(updateRun(dir, (run) => run)).rejects.toMatchObject({ code: 'storage' })
  await lock.release()
  expect(fs.existsSync(dir)).toBe(false)
  // Even if another folder replaced it, perhaps with the same inode number.
  fs.mkdirSync(dir)
  await expect(lock.verify()).rejects.toMatchObject({ problem: { code: 'runFolderGone' } })
  await (await acquireRunLock(dir)).verify()
  await expect(lock.verify()).rejects.toMatchObject({ problem: { code: 'runFolderGone' } })
})
