import fs from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRun, createRun } from '../../storage/runs/runs'
import { someConfig } from '../../storage/testing/samples-of-data'
import { filesBelow, tempDir } from '../../storage/testing/temp-dir'
import { Trash } from './trash'

async function rootWithRun() {
  const root = tempDir()
  const { dir, run } = await createRun(root, { name: 'a run', config: someConfig, now: new Date() })
  return { root, dir, run, trash: new Trash(root) }
}

test('a run comes back as it went', async () => {
  const { dir, run, trash } = await rootWithRun()
  const before = filesBelow(dir)
  await trash.put(dir)
  expect(fs.existsSync(dir)).toBe(false)
  expect(await trash.restore(run.id)).toBe(dir)
  expect(filesBelow(dir)).toEqual(before)
  expect(await readRun(dir)).toEqual(run)
  await expect(trash.restore(run.id)).rejects.toMatchObject({ code: 'usage' })
})

test('emptied, nothing is left to restore and the runs stay', async () => {
  const { root, dir, run, trash } = await rootWithRun()
  const other = await createRun(root, { name: 'kept', config: someConfig, now: new Date() })
  await trash.put(dir)
  await trash.empty()
  expect(fs.existsSync(join(root, 'trash'))).toBe(false)
  await expect(trash.restore(run.id)).rejects.toMatchObject({ code: 'usage' })
  expect(fs.existsSync(other.dir)).toBe(true)
})

test('another host on the same data folder leaves it alone, beginning and ending', async () => {
  const { root, dir, run, trash } = await rootWithRun()
  await trash.put(dir)
  const other = new Trash(root)
  await expect(other.restore(run.id)).rejects.toMatchObject({ code: 'usage' })
  await other.empty()
  expect(await trash.restore(run.id)).toBe(dir)
})

const deadPid = 2 ** 22 + 1 // beyond the largest process id there can be
test.each([
  ['whose process is gone', `host-${deadPid}-0123456789ab`, undefined],
  [
    'whose process id was reused',
    `host-${process.pid}-0123456789ab`,
    { pid: process.pid, processStart: 'another:1' },
  ],
  ['of an earlier version', '20260101-000000-abcdef', undefined],
])('what a host left %s is gone, but not what is being made', async (_, name, holder) => {
  const root = tempDir()
  const left = join(root, 'trash', name)
  const making = join(root, 'trash', `host-${process.pid}-ba9876543210`)
  for (const folder of [left, making]) fs.mkdirSync(folder, { recursive: true })
  if (holder !== undefined) {
    const common = { nonce: 'f'.repeat(32), startedAt: '2026-01-01T00:00:00.000Z' }
    const lock = JSON.stringify({ ...common, host: hostname(), ...holder })
    fs.writeFileSync(join(left, 'trainer.lock'), lock)
  }
  await new Trash(root).restore('none').catch(() => undefined)
  expect(fs.readdirSync(join(root, 'trash'))).toEqual([`host-${process.pid}-ba9876543210`])
})

test('a run that cannot be moved stays where it was', async () => {
  const { root, dir, trash } = await rootWithRun()
  await trash.restore('none').catch(() => undefined)
  fs.writeFileSync(join(root, 'trash'), 'in the way')
  await expect(trash.put(dir)).rejects.toMatchObject({ code: 'storage' })
  expect(fs.existsSync(dir)).toBe(true)
})
