import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { atLeast, type Host } from '../../scripts/engine/host.mjs'
import { ARCHIVES, WHEEL } from '../../scripts/engine/pins.mjs'
import { archive, ownLibrary, SOURCES } from '../../scripts/engine/sources.mjs'
import { wheel } from '../../scripts/engine/wheel.mjs'

const linux: Host = {
  platform: 'linux',
  arch: 'x64',
  glibc: '2.36',
  nvidia: false,
  compiler: 'g++',
  python: 'python3',
  ownLibrary: undefined,
  network: '',
}

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

test("the user's own library comes first, then the tested wheel, then the old archives", () => {
  expect(SOURCES.map(({ name }) => name)).toEqual(['own', 'wheel', 'download'])
  expect(archive.title(linux)).toMatch(/2\.9\.1.*never tested/)
})

test('every pin is a distinct sha256', () => {
  const pins = [WHEEL, ...Object.values(ARCHIVES)].map(({ sha256 }) => sha256)
  for (const pin of pins) expect(pin).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(pins).size).toBe(pins.length)
})

test('the GPU archive is chosen only with an NVIDIA driver', () => {
  expect(archive.version(linux)).toBe('2.9.1-cpu')
  expect(archive.version({ ...linux, nvidia: true })).toBe('2.9.1-gpu')
  expect(archive.version({ ...linux, arch: 'arm64', nvidia: true })).toBe('2.7-cpu')
  expect(archive.version({ ...linux, platform: 'darwin', nvidia: true })).toBe('2.9.1-cpu')
})

test('a platform without a pinned archive is skipped with a reason', () => {
  expect(archive.skip(linux)).toBeUndefined()
  expect(archive.skip({ ...linux, platform: 'win32' })).toMatch(
    /no archive with a known SHA-256 for win32/,
  )
  expect(archive.skip({ ...linux, glibc: undefined })).toMatch(/glibc/)
})

test('the wheel is for Linux on x86-64 with a recent glibc, and needs no Python', () => {
  expect(wheel.skip(linux)).toBeUndefined()
  expect(wheel.skip({ ...linux, platform: 'darwin' })).toMatch(/Linux/)
  expect(wheel.skip({ ...linux, arch: 'arm64' })).toMatch(/x86-64/)
  expect(wheel.skip({ ...linux, glibc: '2.17' })).toMatch(/2\.27/)
  expect(wheel.skip({ ...linux, python: undefined })).toBeUndefined()
})

test('versions are compared as numbers', () => {
  expect(atLeast('2.9', '2.27')).toBe(false)
  expect(atLeast('2.27', '2.27')).toBe(true)
  expect(atLeast('3.0', '2.27')).toBe(true)
})

/** Writes a folder like an unpacked libtensorflow archive, with its usual chain of links. */
function ownFolder() {
  mkdirSync(join(folder, 'own/include/tensorflow/c'), { recursive: true })
  mkdirSync(join(folder, 'own/lib'))
  writeFileSync(join(folder, 'own/include/tensorflow/c/c_api.h'), '')
  for (const name of ['libtensorflow', 'libtensorflow_framework']) {
    writeFileSync(join(folder, `own/lib/${name}.so.2.9.1`), name)
    symlinkSync(`${name}.so.2.9.1`, join(folder, `own/lib/${name}.so.2`))
    symlinkSync(`${name}.so.2`, join(folder, `own/lib/${name}.so`))
  }
  return { ...linux, ownLibrary: join(folder, 'own') }
}

test("the user's own library is copied under the names that are loaded at run time", async () => {
  const host = ownFolder()
  const dir = join(folder, 'store')
  mkdirSync(dir)
  expect(ownLibrary.skip(host)).toBeUndefined()
  await ownLibrary.fetch(host, dir)
  expect(readdirSync(join(dir, 'lib')).sort()).toEqual([
    'libtensorflow.so.2',
    'libtensorflow_framework.so.2',
  ])
  expect(readdirSync(join(dir, 'include/tensorflow/c'))).toEqual(['c_api.h'])
})

test("a changed library in the user's folder is another version", () => {
  const host = ownFolder()
  const before = ownLibrary.version(host)
  expect(ownLibrary.version(host)).toBe(before)
  writeFileSync(join(folder, 'own/lib/libtensorflow.so.2.9.1'), 'a newer library')
  expect(ownLibrary.version(host)).not.toBe(before)
})

test("a user's folder without a required file is skipped, naming the file", () => {
  const host = ownFolder()
  rmSync(join(folder, 'own/lib/libtensorflow_framework.so.2'))
  expect(ownLibrary.skip(host)).toMatch(/framework/)
  rmSync(join(folder, 'own/include'), { recursive: true })
  expect(ownLibrary.skip(host)).toMatch(/c_api\.h/)
  expect(ownLibrary.skip(linux)).toMatch(/GAN_STUDIO_LIBTENSORFLOW/)
})
