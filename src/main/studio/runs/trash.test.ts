import fs from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRun, createRun } from '../../storage/runs/runs'
import { someConfig } from '../../storage/testing/samples-of-data'
import { filesBelow, tempDir } from '../../storage/testing/temp-dir'
import { deletedRuns } from './deleted-runs'
import { Trash } from './trash'

async function rootWithRun() {
  const root = tempDir()
  const { dir, run } = await createRun(root, { name: 'a run', config: someConfig, now: new Date() })
  return { root, dir, run, trash: new Trash(root) }
}

test('a restored run is unchanged', async () => {
  const { dir, run, trash } = await rootWithRun()
  const before = filesBelow(dir)
  const entry = await trash.put(dir)
  expect(fs.existsSync(dir)).toBe(false)
  expect(await deletedRuns(trash)).toMatchObject([{ entry, id: run.id, name: 'a run' }])
  expect(await trash.restore(entry)).toBe(dir)
  expect(filesBelow(dir)).toEqual(before)
  expect(await readRun(dir)).toEqual(run)
  expect(await trash.list()).toEqual([])
  await expect(trash.restore(entry)).rejects.toMatchObject({ code: 'usage' })
})

test('a deleted run can be restored after a restart, and by another host on the same folder', async () => {
  const { root, dir, run, trash } = await rootWithRun()
  const entry = await trash.put(dir)
  const other = new Trash(root)
  expect((await other.list()).map(({ id }) => id)).toEqual([run.id])
  expect(await other.restore(entry)).toBe(dir)
  await expect(trash.restore(entry)).rejects.toMatchObject({ code: 'usage' })
})

test('a run deleted permanently cannot be restored, and nothing else is deleted', async () => {
  const { root, dir, trash } = await rootWithRun()
  const other = await createRun(root, { name: 'kept', config: someConfig, now: new Date() })
  const entry = await trash.put(dir)
  await trash.purge(entry)
  expect(fs.readdirSync(join(root, 'trash'))).toEqual([])
  await expect(trash.restore(entry)).rejects.toMatchObject({ code: 'usage' })
  await expect(trash.purge(entry)).rejects.toMatchObject({ code: 'usage' })
  expect(fs.existsSync(other.dir)).toBe(true)
})

describe('of two deleted runs with the same id', () => {
  /** A run is deleted, restored from a copy, and deleted again. */
  async function twice() {
    const { root, dir, trash } = await rootWithRun()
    const time = Date.now()
    const now = () => time
    const copy = join(root, 'copy')
    fs.cpSync(dir, copy, { recursive: true })
    fs.writeFileSync(join(dir, 'mine'), 'first')
    const first = await new Trash(root, now).put(dir)
    fs.renameSync(copy, dir)
    fs.writeFileSync(join(dir, 'mine'), 'second')
    const second = await new Trash(root, now).put(dir)
    return { trash, first, second }
  }
  const mine = (dir: string) => fs.readFileSync(join(dir, 'mine'), 'utf8')

  test('each can be restored', async () => {
    for (const which of ['first', 'second'] as const) {
      const { trash, ...entries } = await twice()
      expect(new Set((await deletedRuns(trash)).map(({ entry }) => entry)).size).toBe(2)
      expect(mine(await trash.restore(entries[which]))).toBe(which)
      expect(await trash.list()).toHaveLength(1)
    }
  })

  test('each can be deleted permanently without the other', async () => {
    for (const [purged, kept] of [
      ['first', 'second'],
      ['second', 'first'],
    ] as const) {
      const { trash, ...entries } = await twice()
      await trash.purge(entries[purged])
      expect(mine(await trash.restore(entries[kept]))).toBe(kept)
    }
  })
})

test('a deleted link whose folder is missing is listed, restored and purged like any run', async () => {
  const { root, dir, run, trash } = await rootWithRun()
  const first = await trash.put(dir)
  const link = () => fs.symlinkSync(join(root, 'unplugged'), dir)
  link()
  const second = await trash.put(dir)
  const listed = await deletedRuns(trash)
  expect(listed.map(({ entry }) => entry).sort()).toEqual([first, second].sort())
  expect(listed.find(({ entry }) => entry === second)).toMatchObject({ name: run.id, bytes: 0 })
  await trash.restore(second)
  expect(fs.readlinkSync(dir)).toBe(join(root, 'unplugged'))
  await expect(trash.restore(first)).rejects.toMatchObject({ problem: { code: 'restoreBlocked' } })
  await trash.purge(await trash.put(dir))
  expect(await trash.restore(first)).toBe(dir)
})

test('restoring does not replace an existing run', async () => {
  const { dir, trash } = await rootWithRun()
  const entry = await trash.put(dir)
  fs.mkdirSync(dir)
  await expect(trash.restore(entry)).rejects.toMatchObject({
    code: 'usage',
    problem: { code: 'restoreBlocked' },
  })
  fs.rmdirSync(dir)
  expect(await trash.restore(entry)).toBe(dir)
})

test('other files and folders in the trash are neither listed nor touched', async () => {
  const { root, trash } = await rootWithRun()
  await trash.list()
  fs.mkdirSync(join(root, 'trash', 'mine'), { recursive: true })
  const files = ['1234567890123-..', '1234567890123-file']
  for (const name of files) fs.writeFileSync(join(root, 'trash', name), 'a file')
  expect(await new Trash(root).list()).toEqual([])
  expect(fs.readdirSync(join(root, 'trash')).sort()).toEqual([...files, 'mine'])
})

const deadPid = 2 ** 22 + 1 // larger than any possible process id
test.each([
  ['whose process is gone', `host-${deadPid}-0123456789ab`, undefined],
  [
    'whose process id was reused',
    `host-${process.pid}-0123456789ab`,
    { pid: process.pid, processStart: 'another:1' },
  ],
  ['that was deleting a run', '.removing-0123456789ab', undefined],
])(
  'a folder left by a host %s is deleted, but not one that a running host uses',
  async (_, name, holder) => {
    const root = tempDir()
    const left = join(root, 'trash', name)
    const making = join(root, 'trash', `host-${process.pid}-ba9876543210`)
    for (const folder of [left, making]) fs.mkdirSync(folder, { recursive: true })
    if (holder !== undefined) {
      const common = { nonce: 'f'.repeat(32), startedAt: '2026-01-01T00:00:00.000Z' }
      const lock = JSON.stringify({ ...common, host: hostname(), ...holder })
      fs.writeFileSync(join(left, 'trainer.lock'), lock)
    }
    await new Trash(root).list()
    expect(fs.readdirSync(join(root, 'trash'))).toEqual([`host-${process.pid}-ba9876543210`])
  },
)

test('hosts that start while a run is deleted do not get in the way', async () => {
  const { root, dir, trash } = await rootWithRun()
  for (let round = 0; round < 25; round++) {
    const hosts = Array.from({ length: 8 }, () => new Trash(root))
    const entry = await trash.put(dir)
    for (const host of hosts) expect(await host.list()).toHaveLength(1)
    expect(await trash.restore(entry)).toBe(dir)
  }
})

test('a run that cannot be moved stays in place', async () => {
  const { root, dir, trash } = await rootWithRun()
  await trash.restore('none').catch(() => undefined)
  fs.writeFileSync(join(root, 'trash'), 'in the way')
  await expect(trash.put(dir)).rejects.toMatchObject({ code: 'storage' })
  expect(fs.existsSync(dir)).toBe(true)
})
