import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { recipeKey } from '../../scripts/engine/compile.mjs'
import { placeAddon } from '../../scripts/engine/package.mjs'
import type { Source } from '../../scripts/engine/sources.mjs'
import { ensureStore, inspectStore, type Context } from '../../scripts/engine/store.mjs'

// Stands in for g++: writes its arguments to the file named after -o.
const COMPILER = `#!/usr/bin/env node
const args = process.argv.slice(2)
require('node:fs').writeFileSync(args[args.indexOf('-o') + 1], args.join(' '))
`

let root: string
let on: Context
let fetched: number

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'store-'))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  write('node_modules/node-api-headers/include/node_api.h', '')
  write('package/binding/tfjs_binding.cc', 'int main;')
  write('compiler', COMPILER)
  chmodSync(join(root, 'compiler'), 0o755)
  fetched = 0
  on = {
    root,
    engineDir: join(root, '.engine'),
    packageDir: join(root, 'package'),
    host: {
      platform: 'linux',
      arch: 'x64',
      glibc: '2.36',
      nvidia: false,
      compiler: join(root, 'compiler'),
      python: undefined,
      ownLibrary: undefined,
      network: '',
    },
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(root, { recursive: true })
})

function write(path: string, text: string) {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

function source(version: string, fetch?: (dir: string) => void): Source {
  return {
    name: 'fake',
    title: () => 'a fake library',
    skip: () => undefined,
    version: () => version,
    fetch: (_host, dir) => {
      fetched++
      mkdirSync(join(dir, 'lib'))
      mkdirSync(join(dir, 'include'))
      writeFileSync(join(dir, 'lib/libtensorflow.so.2'), `library ${version}`)
      fetch?.(dir)
      return Promise.resolve()
    },
  }
}

const shallow = { deep: false }
const deep = { deep: true }

test('a store is built once, then found', async () => {
  const dir = await ensureStore(on, source('1'), shallow)
  expect(dir).toBe(join(root, '.engine/fake-1-linux-x64'))
  expect(readdirSync(dir).sort()).toEqual(['include', 'lib', 'stamp.json', 'tfjs_binding.node'])
  await ensureStore(on, source('1'), deep)
  expect(fetched).toBe(1)
})

test('the addon loads its libraries relative to itself', async () => {
  const dir = await ensureStore(on, source('1'), shallow)
  const link = readFileSync(join(dir, 'tfjs_binding.node'), 'utf8')
  expect(link).toContain('-Wl,-rpath,$ORIGIN/../../deps/lib')
})

test('a source that fails midway leaves nothing behind', async () => {
  const failing = source('1', () => {
    throw new Error('the connection broke')
  })
  await expect(ensureStore(on, failing, shallow)).rejects.toThrow('the connection broke')
  expect(readdirSync(join(root, '.engine'))).toEqual([])
})

test('a compiler that fails leaves nothing behind and is quoted', async () => {
  write('compiler', '#!/bin/sh\necho "x.cc:1: fatal error: no such file"\nexit 1\n')
  await expect(ensureStore(on, source('1'), shallow)).rejects.toThrow('fatal error: no such file')
  expect(readdirSync(join(root, '.engine'))).toEqual([])
})

test('without a compiler nothing is fetched', async () => {
  on.host.compiler = undefined
  await expect(ensureStore(on, source('1'), shallow)).rejects.toThrow(/C\+\+ compiler/)
  expect(fetched).toBe(0)
})

test('a damaged library of the same size is found by a deep check, and fetched again', async () => {
  const dir = await ensureStore(on, source('1'), shallow)
  writeFileSync(join(dir, 'lib/libtensorflow.so.2'), 'LIBRARY 1')
  expect(await inspectStore(dir, recipeKey(on.packageDir), shallow)).toBe('good')
  expect(await inspectStore(dir, recipeKey(on.packageDir), deep)).toBe('bad')
  await ensureStore(on, source('1'), deep)
  expect(fetched).toBe(2)
  expect(readFileSync(join(dir, 'lib/libtensorflow.so.2'), 'utf8')).toBe('library 1')
})

test('a damaged addon or a newer package needs only a recompilation', async () => {
  const dir = await ensureStore(on, source('1'), shallow)
  writeFileSync(join(dir, 'tfjs_binding.node'), 'garbage')
  await ensureStore(on, source('1'), shallow)
  expect(readFileSync(join(dir, 'tfjs_binding.node'), 'utf8')).toContain('-shared')

  write('package/binding/tfjs_binding.cc', 'int changed;')
  expect(await inspectStore(dir, recipeKey(on.packageDir), shallow)).toBe('addon')
  await ensureStore(on, source('1'), shallow)
  expect(await inspectStore(dir, recipeKey(on.packageDir), deep)).toBe('good')
  expect(fetched).toBe(1)
})

test('a store without a stamp is rebuilt', async () => {
  const dir = await ensureStore(on, source('1'), shallow)
  rmSync(join(dir, 'stamp.json'))
  await ensureStore(on, source('1'), shallow)
  expect(fetched).toBe(2)
})

test('a newer version replaces the older one', async () => {
  const older = await ensureStore(on, source('1'), shallow)
  const newer = await ensureStore(on, source('2'), shallow)
  expect(existsSync(older)).toBe(false)
  expect(existsSync(newer)).toBe(true)
})

test('placing the addon replaces a partial one, and can be repeated', async () => {
  write('package/lib/napi-v8/tfjs_binding.node', 'garbage')
  write('package/deps/lib/libtensorflow.so.1', 'stale')
  const store = await ensureStore(on, source('1'), shallow)
  for (const _time of ['first', 'second']) {
    const files = placeAddon(store, on.packageDir)
    expect(files).toEqual(['deps/lib/libtensorflow.so.2', 'lib/napi-v8/tfjs_binding.node'])
    expect(readdirSync(join(root, 'package/deps/lib'))).toEqual(['libtensorflow.so.2'])
    expect(readdirSync(join(root, 'package/lib/napi-v8'))).toEqual(['tfjs_binding.node'])
  }
  writeFileSync(join(root, 'package/lib/napi-v8/tfjs_binding.node'), 'garbage again')
  expect(await inspectStore(store, recipeKey(on.packageDir), deep)).toBe('good')
})
