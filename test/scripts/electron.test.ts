import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  ensureElectron,
  findElectron,
  reasonIn,
  recentFailure,
  sandboxProblem,
} from '../../scripts/lib/electron.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'electron-'))
  write('node_modules/electron/package.json', '{"version":"45.4.1"}')
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function place(version = '45.4.1') {
  write('node_modules/electron/dist/version', version)
  write('node_modules/electron/path.txt', 'electron')
  write('node_modules/electron/dist/electron', 'binary')
}

describe('finding Electron', () => {
  test('accepts a complete copy of the required version', () => {
    place()
    expect(findElectron(root)).toBe(join(root, 'node_modules/electron/dist/electron'))
    place('v45.4.1\n')
    expect(findElectron(root)).toBeDefined()
  })

  test('rejects an older or incomplete copy', () => {
    place('44.0.0')
    expect(findElectron(root)).toBeUndefined()
    place()
    rmSync(join(root, 'node_modules/electron/dist/electron'))
    expect(findElectron(root)).toBeUndefined()
    rmSync(join(root, 'node_modules'), { recursive: true })
    expect(findElectron(root)).toBeUndefined()
  })
})

describe('fetching Electron', () => {
  test('happens only once if it succeeds', async () => {
    const fetch = vi.fn(async () => {
      place()
      return undefined
    })
    expect(await ensureElectron(root, { fetch })).toHaveProperty('binary')
    expect(await ensureElectron(root, { fetch })).toHaveProperty('binary')
    expect(fetch).toHaveBeenCalledOnce()
  })

  test('is not retried at the next start after a failure, unless requested', async () => {
    const fetch = vi.fn(() => Promise.resolve('no network'))
    expect(await ensureElectron(root, { fetch })).toEqual({ why: 'no network' })
    const again = await ensureElectron(root, { fetch })
    expect(again).toEqual({ why: expect.stringMatching(/^no network .*--retry-electron/) })
    expect(fetch).toHaveBeenCalledOnce()
    await ensureElectron(root, { fetch, retry: true })
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  test('is retried after a day, and when the version changes', async () => {
    await ensureElectron(root, { fetch: () => Promise.resolve('no network') })
    expect(recentFailure(root)).toBe('no network')
    expect(recentFailure(root, Date.now() + 25 * 3_600_000)).toBeUndefined()
    // Setting the clock back does not prolong a failure.
    expect(recentFailure(root, Date.now() - 3_600_000)).toBeUndefined()
    write('node_modules/electron/package.json', '{"version":"46.0.0"}')
    expect(recentFailure(root)).toBeUndefined()
  })

  test('fails if nothing was installed, whatever the fetch reports', async () => {
    const fetched = await ensureElectron(root, { fetch: () => Promise.resolve(undefined) })
    expect(fetched).toEqual({ why: expect.stringContaining('not complete') })
  })

  test('fails with the message if the fetch throws', async () => {
    const fetch = () => Promise.reject(new Error('boom'))
    expect(await ensureElectron(root, { fetch })).toEqual({ why: 'Error: boom' })
  })
})

test('the reason is one line, without the stack', () => {
  const stack = '\n    at async file:///x/FetchDownloader.js:46:30'
  expect(reasonIn(`TypeError: fetch failed${stack}`)).toBe('the download host cannot be reached')
  expect(reasonIn(`Error: Generated checksum differs${stack}`)).toBe(
    'Error: Generated checksum differs',
  )
  expect(reasonIn('')).toBe('the download took too long')
})

describe('the sandbox on Linux', () => {
  const system = (settings: Record<string, string>, helper?: { uid: number; mode: number }) => ({
    platform: 'linux' as const,
    read: (path: string) => settings[path],
    stat: () => helper,
  })
  const restricted = { '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1' }

  test('works where user namespaces are allowed, or the helper is set up', () => {
    expect(sandboxProblem('/e/electron', system({}))).toBeUndefined()
    expect(
      sandboxProblem('/e/electron', system(restricted, { uid: 0, mode: 0o104755 })),
    ).toBeUndefined()
  })

  test.each([
    [restricted],
    [{ '/proc/sys/kernel/unprivileged_userns_clone': '0' }],
    [{ '/proc/sys/user/max_user_namespaces': '0' }],
  ])('does not work with %j and no helper, and the remedy is named', (settings) => {
    for (const helper of [undefined, { uid: 1000, mode: 0o104755 }, { uid: 0, mode: 0o100755 }]) {
      expect(sandboxProblem('/e/electron', system(settings, helper))).toContain('chmod 4755')
    }
  })

  test('is not checked on other platforms', () => {
    const system = { platform: 'darwin' as const, read: () => '0', stat: () => undefined }
    expect(sandboxProblem('/e/electron', system)).toBeUndefined()
  })
})
