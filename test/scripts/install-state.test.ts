import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetInstall, isInstalled, rememberInstall } from '../../scripts/lib/install-state.mjs'

const manifest = { dependencies: { used: '1.0.0' }, optionalDependencies: { other: '2.0.0' } }
const used = { version: '1.0.0', integrity: 'sha512-used' }
const lock = {
  packages: {
    '': manifest,
    'node_modules/used': used,
    'node_modules/other': { version: '2.0.0', integrity: 'sha512-other', optional: true },
  },
}

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'install-'))
  write('package.json', manifest)
  write('package-lock.json', lock)
})

afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, value: unknown) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), JSON.stringify(value))
}

function install(record: unknown = { packages: { 'node_modules/used': used } }) {
  write('node_modules/used/package.json', { version: '1.0.0' })
  if (record) write('node_modules/.package-lock.json', record)
}

test('no node_modules is not an install', () => {
  expect(isInstalled(root)).toBe(false)
})

test("an install without a stamp or npm's record is not trusted", () => {
  install(null)
  expect(isInstalled(root)).toBe(false)
})

test('a stamped install is trusted until the lock file changes', () => {
  install(null)
  rememberInstall(root)
  expect(isInstalled(root)).toBe(true)
  write('package-lock.json', { ...lock, lockfileVersion: 3 })
  expect(isInstalled(root)).toBe(false)
})

test('an install with a dependency removed by hand is not trusted despite the stamp', () => {
  install(null)
  rememberInstall(root)
  rmSync(join(root, 'node_modules/used'), { recursive: true })
  expect(isInstalled(root)).toBe(false)
})

test("an install made by hand is trusted if npm's record matches, even without optional packages", () => {
  install()
  expect(isInstalled(root)).toBe(true)
})

test.each([
  ['another version', { 'node_modules/used': { ...used, version: '1.0.1' } }],
  ['other contents', { 'node_modules/used': { ...used, integrity: 'sha512-x' } }],
  ['a missing package', {}],
  ['an extra package', { 'node_modules/used': used, 'node_modules/more': used }],
])("npm's record with %s is not accepted", (_what, packages) => {
  install({ packages })
  expect(isInstalled(root)).toBe(false)
})

test("npm's record is not accepted if package.json has changed", () => {
  install()
  write('package.json', { ...manifest, devDependencies: { used: '1.0.0' } })
  expect(isInstalled(root)).toBe(false)
})

test('starting an install invalidates earlier records', () => {
  install()
  rememberInstall(root)
  forgetInstall(root)
  expect(isInstalled(root)).toBe(false)
})
