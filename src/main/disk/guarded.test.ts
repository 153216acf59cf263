import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGuarded, openOrCreateGuarded, readGuarded, readTextGuardedSync } from './guarded'

let dir: string
let server: net.Server
const at = (name: string): string => join(dir, name)

beforeAll(async () => {
  dir = fs.mkdtempSync(join(tmpdir(), 'guarded-'))
  fs.mkdirSync(at('folder'))
  execFileSync('mkfifo', [at('pipe')])
  fs.symlinkSync(at('pipe'), at('link-to-pipe'))
  fs.symlinkSync('/dev/zero', at('link-to-device'))
  fs.symlinkSync(at('loop-b'), at('loop-a'))
  fs.symlinkSync(at('loop-a'), at('loop-b'))
  server = net.createServer().listen(at('socket'))
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(() => {
  server.close()
  fs.rmSync(dir, { recursive: true })
})

const GUARD = { maxBytes: 1000, code: 'checkpoint' } as const
const close = async (opening: ReturnType<typeof openGuarded>) => (await opening).handle.close()
const readings: [string, (path: string) => Promise<unknown>][] = [
  ['opened', (path) => close(openGuarded(path, GUARD))],
  ['opened for writing', (path) => close(openOrCreateGuarded(path, GUARD))],
  ['read', (path) => readGuarded(path, GUARD)],
  ['read synchronously', async (path) => readTextGuardedSync(path, GUARD)],
]

describe.each(readings)('a path that is %s', (_, reading) => {
  it.each([
    ['folder', 'a folder'],
    ['pipe', 'a named pipe'],
    ['link-to-pipe', 'a named pipe'],
    ['link-to-device', 'a device'],
    ['socket', 'a socket'],
  ])('is rejected by its kind: %s', async (name, kind) => {
    await expect(reading(at(name))).rejects.toMatchObject({
      code: 'checkpoint',
      where: at(name),
      message: `it is ${kind}, not a regular file`,
      remedy: expect.any(String),
    })
  })

  it('is rejected if links form a loop, or if it exceeds the size limit', async () => {
    await expect(reading(at('loop-a'))).rejects.toMatchObject({ problem: { code: 'linkLoop' } })
    fs.writeFileSync(at('large'), Buffer.alloc(1001))
    await expect(reading(at('large'))).rejects.toMatchObject({
      message: 'it is too large: 1,001 bytes, where at most 1,000 are read',
    })
  })
})

it('a missing file gives the system’s error', async () => {
  await expect(readGuarded(at('none'), GUARD)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(readGuarded(at('large/x'), GUARD)).rejects.toMatchObject({ code: 'ENOTDIR' })
})

it.each([0, 1, 1000])('%d bytes are read unchanged', async (length) => {
  const bytes = Buffer.from(Array.from({ length }, (_, i) => i % 251))
  fs.writeFileSync(at('good'), bytes)
  expect(await readGuarded(at('good'), GUARD)).toEqual(bytes)
  expect(readTextGuardedSync(at('good'), GUARD)).toBe(bytes.toString('utf8'))
})

it('a file of unknown size is read to its end, within the limit', async () => {
  const file = '/proc/self/status'
  if (!fs.existsSync(file)) return
  expect(fs.statSync(file).size).toBe(0)
  expect((await readGuarded(file, { maxBytes: 100_000 })).toString()).toContain('Name:')
  await expect(readGuarded(file, { maxBytes: 10 })).rejects.toMatchObject({ code: 'storage' })
})

it('more pipes than Node has I/O threads do not block other reads', async () => {
  const refused = await Promise.allSettled(
    Array.from({ length: 64 }, () => readGuarded(at('pipe'), GUARD)),
  )
  expect(refused.every(({ status }) => status === 'rejected')).toBe(true)
  fs.writeFileSync(at('good'), 'still here')
  expect((await readGuarded(at('good'), GUARD)).toString()).toBe('still here')
})
