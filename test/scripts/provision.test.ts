import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Host } from '../../scripts/engine/host.mjs'
import type { Parts } from '../../scripts/engine/provision.mjs'
import type { Source } from '../../scripts/engine/sources.mjs'
import { packageDirOf } from '../../scripts/engine/package.mjs'
import { provisionEngine } from '../../scripts/engine/provision.mjs'
import { engineState, failureLine, readStatus } from '../../scripts/engine/status.mjs'

const host: Host = {
  platform: 'linux',
  arch: 'x64',
  glibc: '2.36',
  nvidia: false,
  compiler: 'g++',
  python: 'python3',
  ownLibrary: undefined,
  network: 'at home',
}
const dayMs = 24 * 3_600_000

let root: string
let tried: string[]

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'provision-'))
  tried = []
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(root, { recursive: true })
})

function source(name: string, skip?: string): Source {
  return {
    name,
    title: () => `the ${name}`,
    skip: () => skip,
    version: () => '1',
    fetch: () => Promise.resolve(),
  }
}

/** Parts that write real files but build nothing; the stores in `broken` do not load. */
function parts(sources: Source[], broken: string[] = []): Partial<Parts> {
  let placed = ''
  return {
    host,
    sources,
    ensurePackage: () => Promise.resolve(),
    ensureStore: (_on, { name }, { deep }) => {
      tried.push(deep ? `${name} again, in depth` : name)
      if (name === 'unreachable') return Promise.reject(new Error('no such host'))
      return Promise.resolve(name)
    },
    place: (store, packageDir) => {
      placed = store
      mkdirSync(packageDir, { recursive: true })
      writeFileSync(join(packageDir, 'addon'), store)
      return ['addon']
    },
    verify: () =>
      broken.includes(placed)
        ? Promise.reject(new Error('does not load'))
        : Promise.resolve({ tensorflow: '9.9', gpu: false }),
  }
}

test('the first working source is used, and the reasons against earlier ones are kept', async () => {
  const sources = [source('old', 'too old'), source('unreachable'), source('good'), source('spare')]
  const status = await provisionEngine(root, {}, parts(sources))
  expect(status).toMatchObject({ ok: true, source: 'good', version: '9.9' })
  expect(status.why).toEqual(['the old: too old', 'the unreachable: no such host'])
  expect(tried).toEqual(['unreachable', 'good'])
  expect(engineState(root, host)).toBe('ready')
})

test('a store that does not load is checked in depth once, then the next source is tried', async () => {
  const status = await provisionEngine(root, {}, parts([source('bad'), source('good')], ['bad']))
  expect(status).toMatchObject({ ok: true, source: 'good', why: ['the bad: does not load'] })
  expect(tried).toEqual(['bad', 'bad again, in depth', 'good'])
})

test('when no source works, every reason is stored, and nothing throws', async () => {
  const status = await provisionEngine(root, {}, parts([source('unreachable'), source('a', 'b')]))
  expect(status).toMatchObject({ ok: false, source: null, version: null })
  expect(readStatus(root)?.why).toEqual(['the unreachable: no such host', 'the a: b'])
})

test('a package that cannot be installed is reported as a reason', async () => {
  const failing = { ensurePackage: () => Promise.reject(new Error('npm could not')) }
  const status = await provisionEngine(root, {}, { ...parts([source('good')]), ...failing })
  expect(status).toMatchObject({ ok: false, why: ['npm could not'] })
})

test('a failed attempt is not repeated for a day, unless the machine changes', async () => {
  await provisionEngine(root, {}, parts([source('unreachable')]))
  const now = Date.now()
  expect(engineState(root, host, now)).toBe('failed')
  expect(engineState(root, host, now + dayMs - 60_000)).toBe('failed')
  expect(engineState(root, host, now + dayMs + 60_000)).toBe('needed')
  expect(engineState(root, host, now - dayMs)).toBe('needed')
  expect(engineState(root, { ...host, compiler: 'clang++' }, now)).toBe('needed')
  expect(engineState(root, { ...host, ownLibrary: root }, now)).toBe('needed')
})

test('a failed attempt is repeated on another network or with other settings, a good one is not', async () => {
  await provisionEngine(root, {}, parts([source('unreachable')]))
  expect(engineState(root, host)).toBe('failed')
  expect(engineState(root, { ...host, network: 'at work' })).toBe('needed')
  await provisionEngine(root, {}, parts([source('good')]))
  expect(engineState(root, { ...host, network: 'at work' })).toBe('ready')
})

test('an earlier failure is one line with its time, its first reason and the way to try again', async () => {
  const sources = [source('unreachable'), source('old', 'too old')]
  const status = await provisionEngine(root, {}, parts(sources))
  const line = failureLine({ ...status, at: '2026-11-29T07:08:09.123Z' })
  expect(line).toMatch(
    /WebAssembly.* failed on 2026-11-29 07:08 UTC \(the unreachable: no such host/,
  )
  expect(line).toMatch(/1 more .*node scripts\/provision-engine\.mjs --force$/)
  expect(failureLine({ ...status, why: ['first\nsecond'] })).not.toContain('\n')
  expect(failureLine({ ...status, why: [] })).toContain('unknown reason')
})

test('files removed from the package (npm ci) are restored from the source that worked', async () => {
  const sources = [source('unreachable'), source('good')]
  await provisionEngine(root, {}, parts(sources))
  rmSync(packageDirOf(root), { recursive: true })
  expect(engineState(root, host)).toBe('needed')

  tried = []
  const status = await provisionEngine(root, {}, parts(sources))
  expect(tried).toEqual(['good'])
  expect(status.why).toEqual(['the unreachable: no such host'])
  expect(engineState(root, host)).toBe('ready')
})

/** Parts whose first source is the user's own library, usable if its folder is named. */
function ownParts(of: Host): Partial<Parts> {
  const own: Source = {
    ...source('own'),
    skip: ({ ownLibrary }) => (ownLibrary ? undefined : 'not set'),
  }
  return { ...parts([own, source('unreachable')]), host: of }
}

test("the user's own library stays in use when the variable is no longer set", async () => {
  const set = { ...host, ownLibrary: join(root, 'own') }
  await provisionEngine(root, {}, ownParts(set))
  expect(engineState(root, set)).toBe('ready')
  expect(engineState(root, host)).toBe('ready')
  // Also after npm ci, which removes the files.
  rmSync(packageDirOf(root), { recursive: true })
  expect(engineState(root, host)).toBe('needed')
  const restored = await provisionEngine(root, {}, ownParts(host))
  expect(restored).toMatchObject({ ok: true, source: 'own', library: set.ownLibrary })
  expect(tried).toEqual(['own', 'own'])
  expect(engineState(root, host)).toBe('ready')
  expect(engineState(root, set)).toBe('ready')
})

test("an engine from the user's own library is kept while it loads, whatever else changes", async () => {
  await provisionEngine(root, {}, ownParts({ ...host, ownLibrary: join(root, 'own') }))
  const changed = { ...host, compiler: 'clang++' }
  expect(engineState(root, changed)).toBe('needed')
  tried = []
  const gone = parts([source('own', 'the folder is gone'), source('unreachable')])
  const kept = await provisionEngine(root, {}, { ...gone, host: changed })
  expect(kept).toMatchObject({ ok: true, source: 'own' })
  expect(tried).toEqual([])
  expect(engineState(root, changed)).toBe('ready')
  // Unless it no longer loads, or a setup from the start is requested.
  const broken = { ...gone, verify: () => Promise.reject(new Error('does not load')) }
  const other = { ...host, compiler: 'c++' }
  expect(await provisionEngine(root, {}, { ...broken, host: other })).toMatchObject({ ok: false })
  await provisionEngine(root, {}, ownParts({ ...host, ownLibrary: join(root, 'own') }))
  const fresh = await provisionEngine(root, { fresh: true }, ownParts(host))
  expect(fresh).toMatchObject({ ok: false, source: null })
})

test('another library of the user is another setup', async () => {
  await provisionEngine(root, {}, ownParts({ ...host, ownLibrary: join(root, 'own') }))
  expect(engineState(root, { ...host, ownLibrary: join(root, 'other') })).toBe('needed')
})

test('with fresh, all sources are tried again in order', async () => {
  const sources = [source('unreachable'), source('good')]
  await provisionEngine(root, {}, parts(sources))
  tried = []
  await provisionEngine(root, { fresh: true }, parts(sources))
  expect(tried).toEqual(['unreachable', 'good'])
})

test('a source requested by name is the only one tried', async () => {
  const sources = [source('good'), source('other')]
  const status = await provisionEngine(root, { source: 'other' }, parts(sources))
  expect(status).toMatchObject({ ok: true, source: 'other' })
  expect(tried).toEqual(['other'])
})

test('a CPU library on a machine with an NVIDIA driver comes with a hint about the GPU one', async () => {
  const gpuHost = { ...host, nvidia: true }
  await provisionEngine(root, {}, { ...parts([source('wheel')]), host: gpuHost })
  const output = vi
    .mocked(process.stderr.write)
    .mock.calls.map(([text]) => text)
    .join('')
  expect(output).toMatch(/NVIDIA.*--source download/)
})

test('an addon overwritten in the package must be restored', async () => {
  await provisionEngine(root, {}, parts([source('good')]))
  writeFileSync(join(packageDirOf(root), 'addon'), 'garbage')
  expect(engineState(root, host)).toBe('needed')
})

test("an addon from the package's own install script is accepted when it loads", async () => {
  const addon = join(packageDirOf(root), 'lib/napi-v8/tfjs_binding.node')
  mkdirSync(join(addon, '..'), { recursive: true })
  writeFileSync(addon, 'not ours')
  const status = await provisionEngine(root, {}, parts([source('good')]))
  expect(status).toMatchObject({ ok: true, source: 'package' })
  expect(tried).toEqual([])
})

test('the files of a killed attempt are removed', async () => {
  mkdirSync(join(root, '.engine/.tmp-wheel/lib'), { recursive: true })
  await provisionEngine(root, {}, parts([source('good')]))
  expect(readdirSync(join(root, '.engine'))).toEqual(['status.json'])
  expect(existsSync(join(root, '.engine/.tmp-wheel'))).toBe(false)
})
