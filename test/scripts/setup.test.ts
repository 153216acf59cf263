import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { describeHost } from '../../scripts/engine/host.mjs'
import { rememberOutcome } from '../../scripts/engine/status.mjs'
import { rememberInstall } from '../../scripts/lib/install-state.mjs'
import { ensureReady } from '../../scripts/setup.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'setup-'))
  mkdirSync(join(root, 'node_modules'))
  for (const name of ['package.json', 'package-lock.json']) writeFileSync(join(root, name), '{}')
  rememberInstall(root)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(root, { recursive: true })
})

const printed = (): string[] =>
  vi.mocked(process.stderr.write).mock.calls.map(([text]) => String(text))

test('a start mentions a setup that failed, in one line; other commands do not', async () => {
  rememberOutcome(root, describeHost(), undefined, ['the wheel: no such host'])
  await ensureReady({ root, build: false })
  expect(printed()).toEqual([])
  await ensureReady({ root, build: false, remind: true })
  expect(printed().join('')).toMatch(/^Training uses WebAssembly.*no such host.*--force\n$/)
})

test('a start says nothing about a setup that worked', async () => {
  const found = { source: 'wheel', version: '2', gpu: false, files: [] }
  rememberOutcome(root, describeHost(), found, ['your own libtensorflow: too old'])
  await ensureReady({ root, build: false, remind: true })
  expect(printed()).toEqual([])
})
