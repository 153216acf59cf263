import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRun, createRun } from '../storage/runs'
import { someConfig } from '../storage/testing/samples-of-data'
import { filesBelow, tempDir } from '../storage/testing/temp-dir'
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

test('emptied, or with another host, nothing is left to restore and the runs stay', async () => {
  const { root, dir, run, trash } = await rootWithRun()
  const other = await createRun(root, { name: 'kept', config: someConfig, now: new Date() })
  await trash.put(dir)
  // What a host does first waits for the trash of the one before it to be gone.
  await expect(new Trash(root).restore(run.id)).rejects.toMatchObject({ code: 'usage' })
  expect(fs.existsSync(join(root, 'trash'))).toBe(false)
  await trash.empty()
  await expect(trash.restore(run.id)).rejects.toMatchObject({ code: 'usage' })
  expect(fs.existsSync(other.dir)).toBe(true)
})

test('a run that cannot be moved stays where it was', async () => {
  const { root, dir, trash } = await rootWithRun()
  fs.writeFileSync(join(root, 'trash'), 'in the way')
  // The trash is emptied first, the obstacle with it; so it is put there after that.
  await trash.restore('none').catch(() => undefined)
  fs.writeFileSync(join(root, 'trash'), 'in the way')
  await expect(trash.put(dir)).rejects.toMatchObject({ code: 'storage' })
  expect(fs.existsSync(dir)).toBe(true)
})
