import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import {
  publishDirectory,
  removePublished,
  sweepTemporaries,
  writeFileAtomic,
  writeFileSynced,
} from './atomic'
import { systemError, watchCalls } from '../testing/faults'
import { tempDir, temporariesBelow } from '../testing/temp-dir'

/**
 * Runs `work` repeatedly, failing its 1st, 2nd, … file system call with `code`, until a run
 * completes.
 */
async function failEachCall(
  code: string,
  work: () => Promise<void>,
  check: (failed: string, error: unknown) => void,
): Promise<number> {
  for (let n = 1; ; n++) {
    let failed = ''
    const stop = watchCalls(async (call) => {
      if (call.index !== n) return
      failed = call.name
      await call.half()
      throw systemError(code)
    })
    const error: unknown = await work().then(
      () => undefined,
      (e: unknown) => e,
    )
    stop()
    if (failed === '') return n - 1
    check(failed, error)
  }
}

const diskFull = expect.objectContaining({ code: 'storage', remedy: expect.any(String) })

test('a file is written, then replaced', async () => {
  const file = join(tempDir(), 'a.json')
  await writeFileAtomic(file, 'one')
  await writeFileAtomic(file, new TextEncoder().encode('two'))
  expect(fs.readFileSync(file, 'utf8')).toBe('two')
  expect(fs.readdirSync(join(file, '..'))).toEqual(['a.json'])
})

test('whichever call fails, a file has its old or its new content and no temporary remains', async () => {
  const dir = tempDir()
  const file = join(dir, 'a.json')
  fs.writeFileSync(file, 'earlier content')
  const calls = await failEachCall(
    'ENOSPC',
    () => writeFileAtomic(file, 'the new content'),
    (failed, error) => {
      // Failing to remove a temporary is ignored; any other failure must be reported.
      if (failed !== 'rm') expect(error).toEqual(diskFull)
      const content = fs.readFileSync(file, 'utf8')
      if (['writeFile', 'rename'].includes(failed)) expect(content).toBe('earlier content')
      expect(['earlier content', 'the new content']).toContain(content)
      expect(temporariesBelow(dir)).toEqual([])
      fs.writeFileSync(file, 'earlier content')
    },
  )
  expect(calls).toBeGreaterThan(6)
})

test('a full disk is reported in plain words, with the path and a remedy', async () => {
  const file = join(tempDir(), 'a.json')
  const stop = watchCalls(({ name }) => {
    if (name === 'writeFile') throw systemError('ENOSPC')
  })
  await expect(writeFileAtomic(file, 'x')).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining('the disk is full'),
    where: expect.stringContaining('a.json'),
    remedy: expect.stringContaining('Free some space'),
  })
  stop()
})

async function publish(parent: string, text: string): Promise<void> {
  await publishDirectory(parent, 'box', async (dir) => {
    await fs.promises.mkdir(join(dir, 'inner'))
    await fs.promises.writeFile(join(dir, 'inner', 'a.txt'), text)
  })
}

const published = (parent: string) => fs.readFileSync(join(parent, 'box/inner/a.txt'), 'utf8')

test('a folder is published and replaced as a whole', async () => {
  const parent = tempDir()
  await publish(parent, 'one')
  await publish(parent, 'two')
  expect(published(parent)).toBe('two')
  expect(fs.readdirSync(parent)).toEqual(['box'])
})

test('whichever call fails, a published folder is complete: the old or the new one', async () => {
  const parent = tempDir()
  await publish(parent, 'earlier')
  const calls = await failEachCall(
    'EIO',
    () => publish(parent, 'new'),
    (failed, error) => {
      if (failed !== 'rm') expect(error).toEqual(diskFull)
      expect(['earlier', 'new']).toContain(published(parent))
    },
  )
  expect(calls).toBeGreaterThan(15)
  await sweepTemporaries(parent)
  expect(fs.readdirSync(parent)).toEqual(['box'])
})

test('an error thrown by `fill` is passed on, and nothing is published', async () => {
  const parent = tempDir()
  const failing = publishDirectory(parent, 'box', () => Promise.reject(new Error('no weights')))
  await expect(failing).rejects.toThrow('no weights')
  expect(fs.readdirSync(parent)).toEqual([])
})

test('removing deletes a folder; one that is already gone is not an error', async () => {
  const parent = tempDir()
  await publish(parent, 'one')
  await removePublished(parent, 'box')
  await removePublished(parent, 'box')
  expect(fs.readdirSync(parent)).toEqual([])
})

const deadPid = 2 ** 22 + 1 // above the largest possible process id
const random = 'a1b2c3d4e5f6'

test('a sweep removes leftovers of dead processes, including one level down', async () => {
  const dir = tempDir()
  fs.mkdirSync(join(dir, 'checkpoints', `.tmp-${deadPid}-${random}-00000001`), { recursive: true })
  fs.writeFileSync(join(dir, `.tmp-${deadPid}-${random}-run.json`), 'x')
  // An earlier process may have had our process id.
  fs.writeFileSync(join(dir, `.tmp-${process.pid}-${random}-run.json`), 'x')
  fs.writeFileSync(join(dir, 'run.json'), 'x')
  expect(await sweepTemporaries(dir)).toHaveLength(3)
  expect(fs.readdirSync(dir).sort()).toEqual(['checkpoints', 'run.json'])
  expect(fs.readdirSync(join(dir, 'checkpoints'))).toEqual([])
})

test('a sweep leaves the temporaries of living processes alone', async () => {
  const dir = tempDir()
  const others = join(dir, `.tmp-${process.ppid}-${random}-run.json`)
  fs.writeFileSync(others, 'x')
  await publishDirectory(dir, 'box', async () => {
    expect(await sweepTemporaries(dir)).toEqual([])
  })
  expect(fs.existsSync(others)).toBe(true)
  expect(fs.existsSync(join(dir, 'box'))).toBe(true)
})

test('a sweep restores a displaced folder that was never replaced', async () => {
  const dir = tempDir()
  const displaced = join(dir, `.tmp-displaced-${deadPid}-${random}-box`)
  fs.mkdirSync(displaced)
  fs.writeFileSync(join(displaced, 'a.txt'), 'earlier')
  await sweepTemporaries(dir)
  expect(fs.readFileSync(join(dir, 'box/a.txt'), 'utf8')).toBe('earlier')

  fs.mkdirSync(displaced)
  await sweepTemporaries(dir)
  expect(fs.readdirSync(dir)).toEqual(['box'])
  expect(fs.existsSync(join(dir, 'box/a.txt'))).toBe(true)
})

test('partial writes are continued to the end', async () => {
  const file = join(tempDir(), 'a.bin')
  const parts = [3, 0, 5, 1, 4].map((length, i) => new Uint8Array(length).fill(i + 1))
  const open = fs.promises.open
  const shortWrites = vi.spyOn(fs.promises, 'open').mockImplementation(async (...args) => {
    const handle = await open(...args)
    const writev = handle.writev.bind(handle)
    const some = (buffers: readonly Uint8Array[]) =>
      writev([Buffer.concat([...buffers]).subarray(0, 2)])
    handle.writev = some as unknown as typeof handle.writev
    return handle
  })
  await writeFileSynced(file, parts)
  shortWrites.mockRestore()
  expect(fs.readFileSync(file)).toEqual(Buffer.concat(parts))
})
