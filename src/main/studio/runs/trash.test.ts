import fs from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRun, createRun } from '../../storage/runs/runs'
import { someConfig } from '../../storage/testing/samples-of-data'
import { filesBelow, tempDir } from '../../storage/testing/temp-dir'
import { deletedRuns } from './deleted-runs'
import { Trash, TRASH_DAYS } from './trash'

async function rootWithRun() {
  const root = tempDir()
  const { dir, run } = await createRun(root, { name: 'a run', config: someConfig, now: new Date() })
  return { root, dir, run, trash: new Trash(root) }
}

test('a restored run is unchanged', async () => {
  const { dir, run, trash } = await rootWithRun()
  const before = filesBelow(dir)
  await trash.put(dir)
  expect(fs.existsSync(dir)).toBe(false)
  expect(await deletedRuns(trash)).toMatchObject([{ id: run.id, name: 'a run' }])
  expect(await trash.restore(run.id)).toBe(dir)
  expect(filesBelow(dir)).toEqual(before)
  expect(await readRun(dir)).toEqual(run)
  expect(await trash.list()).toEqual([])
  await expect(trash.restore(run.id)).rejects.toMatchObject({ code: 'usage' })
})

test('a deleted run can be restored after a restart, and by another host on the same folder', async () => {
  const { root, dir, run, trash } = await rootWithRun()
  await trash.put(dir)
  const other = new Trash(root)
  expect((await other.list()).map(({ id }) => id)).toEqual([run.id])
  expect(await other.restore(run.id)).toBe(dir)
  await expect(trash.restore(run.id)).rejects.toMatchObject({ code: 'usage' })
})

test('a run deleted permanently cannot be restored, and nothing else is deleted', async () => {
  const { root, dir, run, trash } = await rootWithRun()
  const other = await createRun(root, { name: 'kept', config: someConfig, now: new Date() })
  await trash.put(dir)
  await trash.purge(run.id)
  expect(fs.readdirSync(join(root, 'trash'))).toEqual([])
  await expect(trash.restore(run.id)).rejects.toMatchObject({ code: 'usage' })
  await expect(trash.purge(run.id)).rejects.toMatchObject({ code: 'usage' })
  expect(fs.existsSync(other.dir)).toBe(true)
})

test('a run is kept for 30 days and deleted at the first start after that', async () => {
  const { root, dir, run } = await rootWithRun()
  const deleted = Date.now()
  await new Trash(root, () => deleted).put(dir)
  const day = 24 * 3_600_000
  const last = new Trash(root, () => deleted + TRASH_DAYS * day)
  expect(await last.list()).toHaveLength(1)
  const after = new Trash(root, () => deleted + TRASH_DAYS * day + 1)
  expect(await after.list()).toEqual([])
  await expect(after.restore(run.id)).rejects.toMatchObject({ code: 'usage' })
  expect(fs.existsSync(join(root, 'trash'))).toBe(false)
})

test('restoring does not replace an existing run', async () => {
  const { dir, run, trash } = await rootWithRun()
  await trash.put(dir)
  fs.mkdirSync(dir)
  await expect(trash.restore(run.id)).rejects.toMatchObject({
    code: 'usage',
    problem: { code: 'restoreBlocked' },
  })
  fs.rmdirSync(dir)
  expect(await trash.restore(run.id)).toBe(dir)
})

test('other files and folders in the trash are neither listed nor touched', async () => {
  const { root, trash } = await rootWithRun()
  await trash.list()
  fs.mkdirSync(join(root, 'trash', 'mine'), { recursive: true })
  fs.writeFileSync(join(root, 'trash', '1234567890123-..'), 'a file')
  expect(await new Trash(root).list()).toEqual([])
  expect(fs.readdirSync(join(root, 'trash')).sort()).toEqual(['1234567890123-..', 'mine'])
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

test('a run that cannot be moved stays in place', async () => {
  const { root, dir, trash } = await rootWithRun()
  await trash.restore('none').catch(() => undefined)
  fs.writeFileSync(join(root, 'trash'), 'in the way')
  await expect(trash.put(dir)).rejects.toMatchObject({ code: 'storage' })
  expect(fs.existsSync(dir)).toBe(true)
})
