import fs from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acquireRunLock, readLock, type RunLock } from './lock'
import type { LockHolder } from './lock-files'
import { processStart } from './processes'
import { bundleProgram, ended, nextMessage, start } from '../testing/children'
import { watchCalls } from '../testing/faults'
import { tempDir } from '../testing/temp-dir'

const deadPid = 2 ** 22 + 1 // above the largest possible process id
const longAgo = new Date('2020-01-01')
const lockPath = (dir: string) => join(dir, 'trainer.lock')

function holder(changes: Partial<LockHolder>): LockHolder {
  return {
    nonce: '0123456789abcdef'.repeat(2),
    pid: deadPid,
    startedAt: '2026-01-01T00:00:00.000Z',
    host: hostname(),
    ...changes,
  }
}

function leave(path: string, content: LockHolder | string): void {
  fs.writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  fs.utimesSync(path, longAgo, longAgo)
}

test('a lock is held until it is released', async () => {
  const dir = tempDir()
  expect(await readLock(dir)).toBeUndefined()
  const lock = await acquireRunLock(dir)
  expect(await readLock(dir)).toMatchObject({ pid: process.pid, host: hostname() })
  await expect(acquireRunLock(dir)).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining(`Process ${process.pid}`),
    remedy: expect.stringContaining('Stop it first'),
  })
  await lock.release()
  await lock.release()
  expect(await readLock(dir)).toBeUndefined()
  expect(fs.readdirSync(dir)).toEqual([])
  await (await acquireRunLock(dir)).release()
})

test('a second release does not free the next holder’s lock', async () => {
  const dir = tempDir()
  const first = await acquireRunLock(dir)
  await first.release()
  const second = await acquireRunLock(dir)
  await first.release()
  expect(await readLock(dir)).toBeDefined()
  await second.release()
})

type Preparation = (dir: string) => Promise<void> | void

const stale: Record<string, Preparation> = {
  'of a dead process': (dir) => leave(lockPath(dir), holder({})),
  'whose process id was reused': (dir) =>
    leave(lockPath(dir), holder({ pid: process.pid, processStart: 'another:1' })),
  'that is empty': (dir) => leave(lockPath(dir), ''),
  'that is incomplete': (dir) => leave(lockPath(dir), '{"nonce":"01'),
  'whose claimant died too': (dir) => {
    leave(lockPath(dir), holder({}))
    leave(`${lockPath(dir)}.${holder({}).nonce}`, holder({ nonce: 'f'.repeat(32) }))
  },
}

test.each(Object.entries(stale))('a lock %s is taken over', async (_, prepare) => {
  const dir = tempDir()
  await prepare(dir)
  expect(await readLock(dir)).toBeUndefined()
  const lock = await acquireRunLock(dir)
  expect(await readLock(dir)).toMatchObject({ pid: process.pid })
  expect(fs.readdirSync(dir)).toEqual(['trainer.lock'])
  await lock.release()
})

const live: Record<string, Preparation> = {
  'of another machine': (dir) => leave(lockPath(dir), holder({ host: 'elsewhere' })),
  'of another living process': async (dir) => {
    const start = await processStart(process.ppid)
    leave(lockPath(dir), holder({ pid: process.ppid, ...(start && { processStart: start }) }))
  },
  'being written right now': (dir) => fs.writeFileSync(lockPath(dir), ''),
  'being taken over by a living process': (dir) => {
    leave(lockPath(dir), holder({}))
    leave(
      `${lockPath(dir)}.${holder({}).nonce}`,
      holder({ nonce: 'f'.repeat(32), pid: process.ppid }),
    )
  },
}

test.each(Object.entries(live))('a lock %s is respected', async (_, prepare) => {
  const dir = tempDir()
  await prepare(dir)
  const before = fs.readdirSync(dir)
  await expect(acquireRunLock(dir)).rejects.toMatchObject({ code: 'storage' })
  expect(fs.readdirSync(dir)).toEqual(before)
})

/** Acquires the lock; undefined if another process holds it. */
async function attempt(dir: string): Promise<RunLock | undefined> {
  return acquireRunLock(dir).catch(() => undefined)
}

const contested: Record<string, Preparation> = { ...stale, 'that is free': () => undefined }

/*
 * The hardest race: one process is halted before each of its file system calls in turn, while
 * another acquires the lock.
 */
test.each(Object.entries(contested))(
  'a lock %s gets one holder, whichever call another process interrupts',
  async (_, prepare) => {
    for (let n = 1, reached = true; reached; n++) {
      const dir = tempDir()
      await prepare(dir)
      reached = false
      let other: RunLock | undefined
      const stop = watchCalls(async ({ index }) => {
        if (index !== n) return
        reached = true
        other = await attempt(dir)
      })
      const own = await attempt(dir)
      stop()
      expect([own, other].filter((lock) => lock !== undefined)).toHaveLength(1)
      expect(await attempt(dir)).toBeUndefined()
      expect(fs.readdirSync(dir)).toEqual(['trainer.lock'])
    }
  },
)

test('a process halted while another acquires and frees the lock never shares it with a third', async () => {
  for (let n = 1, reached = true; reached; n++) {
    const dir = tempDir()
    leave(lockPath(dir), holder({}))
    reached = false
    let third: RunLock | undefined
    const stop = watchCalls(async ({ index }) => {
      if (index !== n) return
      reached = true
      await (await attempt(dir))?.release()
      third = await attempt(dir)
    })
    const own = await attempt(dir)
    stop()
    expect([own, third].filter((lock) => lock !== undefined)).toHaveLength(1)
  }
})

test('a cyclic chain of locks is an error, not an endless loop', async () => {
  const dir = tempDir()
  leave(lockPath(dir), holder({}))
  leave(`${lockPath(dir)}.${holder({}).nonce}`, holder({}))
  await expect(acquireRunLock(dir)).rejects.toMatchObject({ code: 'storage' })
})

let program: string
beforeAll(async () => {
  program = await bundleProgram('lock-program')
})
afterAll(() => fs.rmSync(join(program, '..'), { recursive: true, force: true }))

test('of several processes that want a stale lock at once, exactly one gets it', async () => {
  const children = Array.from({ length: 3 }, () => start(program))
  await Promise.all(children.map(nextMessage))
  const ask = (message: string) =>
    Promise.all(
      children.map((child) => {
        const answer = nextMessage(child)
        child.send(message)
        return answer
      }),
    )
  const preparations = Object.values(stale)
  for (let round = 0; round < 40; round++) {
    const dir = tempDir()
    await preparations[round % preparations.length]?.(dir)
    expect((await ask(dir)).sort()).toEqual(['held', 'held', 'won'])
    await ask('release')
  }
  for (const child of children) child.disconnect()
  await Promise.all(children.map(ended))
})

test('the lock of a killed process is free immediately', async () => {
  const dir = tempDir()
  const child = start(program)
  await nextMessage(child)
  const answer = nextMessage(child)
  child.send(dir)
  expect(await answer).toBe('won')
  await expect(acquireRunLock(dir)).rejects.toThrow(`Process ${child.pid}`)
  child.kill('SIGKILL')
  await ended(child)
  await (await acquireRunLock(dir)).release()
})
