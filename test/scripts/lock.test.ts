import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processIsAlive, tryLock, withLock } from '../../scripts/lib/lock.mjs'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  path = join(folder, 'deep/setup.lock')
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

/** Writes a lock file as another process would leave it. */
function leaveLock(pid: number, host = hostname()) {
  const lock = tryLock(path)
  if ('release' in lock) lock.release()
  writeFileSync(path, JSON.stringify({ pid, host }))
}

test('a free lock is taken, names its owner and is gone after release', () => {
  const lock = tryLock(path)
  expect(lock).toHaveProperty('release')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid })
  if ('release' in lock) lock.release()
  expect(readdirSync(join(folder, 'deep'))).toEqual([])
})

test('a lock held by a living process is refused and left alone', () => {
  leaveLock(4242)
  const before = readFileSync(path, 'utf8')
  expect(tryLock(path, { isAlive: () => true })).toEqual({ holder: 4242 })
  expect(readFileSync(path, 'utf8')).toBe(before)
})

test('a lock held by the same process is refused too', () => {
  const lock = tryLock(path)
  expect(tryLock(path)).toEqual({ holder: process.pid })
  if ('release' in lock) lock.release()
})

test('a lock whose process has ended is taken over', () => {
  leaveLock(4242)
  const lock = tryLock(path, { isAlive: () => false })
  expect(lock).toHaveProperty('release')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid })
  if ('release' in lock) lock.release()
})

test('a lock of another machine is taken over only after a long time', () => {
  leaveLock(4242, 'elsewhere')
  expect(tryLock(path, { isAlive: () => false })).toEqual({ holder: 4242 })
  const later = () => Date.now() + 11 * 60_000
  const lock = tryLock(path, { isAlive: () => false, now: later })
  expect(lock).toHaveProperty('release')
  if ('release' in lock) lock.release()
})

test('a truncated lock file is taken over after a long time', () => {
  leaveLock(1)
  writeFileSync(path, '{"pid":')
  const later = () => Date.now() + 11 * 60_000
  expect(tryLock(path, { now: later })).toHaveProperty('release')
})

test('releasing does not remove a lock that another process has taken over', () => {
  const lock = tryLock(path)
  writeFileSync(path, JSON.stringify({ pid: 4242, host: hostname() }))
  if ('release' in lock) lock.release()
  expect(existsSync(path)).toBe(true)
})

test('tasks under one lock do not overlap, and a failed task releases the lock', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const events: string[] = []
  const work = (name: string, fails: boolean) => () => {
    events.push(`${name} in`)
    return Promise.resolve().then(() => {
      events.push(`${name} out`)
      if (fails) throw new Error(name)
    })
  }
  const first = withLock(path, work('a', true))
  const second = withLock(path, work('b', false))
  await expect(first).rejects.toThrow('a')
  await second
  expect(events).toEqual(['a in', 'a out', 'b in', 'b out'])
  expect(existsSync(path)).toBe(false)
})

test('only running processes are alive', () => {
  expect(processIsAlive(process.pid)).toBe(true)
  expect(processIsAlive(0)).toBe(false)
  expect(processIsAlive(2 ** 30)).toBe(false)
})
