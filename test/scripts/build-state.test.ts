import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildKey, forgetBuild, isBuilt, rememberBuild } from '../../scripts/lib/build-state.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-'))
  write('package.json', '{}')
  write('package-lock.json', '{}')
  write('tsconfig.json', '{}')
  write('electron.vite.config.ts', 'export default {}')
  write('commonjs.mjs', '')
  write('src/main/cli.ts', 'one')
})

afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function build() {
  const key = buildKey(root)
  write('out/main/cli.js', 'built')
  rememberBuild(root, key)
}

test('a fresh folder is not built, and stays built after a build', () => {
  expect(isBuilt(root)).toBe(false)
  build()
  expect(isBuilt(root)).toBe(true)
})

test.each([
  ['src/main/cli.ts', 'two'],
  ['src/main/more.ts', 'a new file'],
  ['tsconfig.web.json', '{}'],
  ['package-lock.json', '{"a":1}'],
  ['electron.vite.config.ts', ''],
  ['commonjs.mjs', 'export {}'],
])('a change of %s makes the bundles stale', (path, text) => {
  build()
  write(path, text)
  expect(isBuilt(root)).toBe(false)
})

test('moving text from one file to another is a change', () => {
  write('src/a.ts', 'x')
  build()
  rmSync(join(root, 'src/a.ts'))
  write('src/b.ts', 'x')
  expect(isBuilt(root)).toBe(false)
})

test('a change of a unit test does not make the bundles stale', () => {
  build()
  write('src/main/cli.test.ts', 'expect')
  expect(isBuilt(root)).toBe(true)
})

test('a source edited during the build makes the bundles stale', () => {
  const key = buildKey(root)
  write('src/main/cli.ts', 'edited meanwhile')
  write('out/main/cli.js', 'built')
  rememberBuild(root, key)
  expect(isBuilt(root)).toBe(false)
})

test('bundles that are removed or overwritten are stale', () => {
  build()
  rmSync(join(root, 'out/main/cli.js'))
  expect(isBuilt(root)).toBe(false)
  build()
  write('out/main/cli.js', 'partial')
  expect(isBuilt(root)).toBe(false)
})

test('starting a build invalidates the previous one', () => {
  build()
  forgetBuild(root)
  expect(isBuilt(root)).toBe(false)
})
