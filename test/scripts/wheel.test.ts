import { createHash } from 'node:crypto'
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
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { WHEEL } from '../../scripts/engine/pins.mjs'
import { fetchWheel, unpackWheel } from '../../scripts/engine/wheel.mjs'

/** Larger than one read chunk. */
const library = Buffer.alloc(3_000_000, createHash('sha512').update('library').digest())
const text = (words: string) => new Uint8Array(Buffer.from(words))

const entries = {
  'tensorflow/libtensorflow_cc.so.2': new Uint8Array(library),
  'tensorflow/libtensorflow_framework.so.2': text('framework'),
  'tensorflow/include/tensorflow/c/c_api.h': text('header'),
  'tensorflow/include/xla/tsl/c/tsl_status.h': text('status'),
  'tensorflow/include/tensorflow/core/framework/op.h': text('not needed'),
  'tensorflow/python/__init__.py': text('not needed'),
}
const wheelOf = (files: Record<string, Uint8Array>) => Buffer.from(zipSync(files))
const wheelBytes = wheelOf(entries)

let folder: string
const server = createServer((request, response) => {
  if (request.url === '/wheel') response.end(wheelBytes)
  else response.writeHead(404).end()
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wheel-'))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

function pinFor(name: string, content = wheelBytes) {
  const { port } = server.address() as AddressInfo
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { ...WHEEL, url: `http://127.0.0.1:${port}/${name}`, sha256 }
}

/** Writes a program that is called like `python3 -m pip` and "downloads" the content. */
function fakePython(content: Buffer): string {
  const path = join(folder, 'python3')
  writeFileSync(join(folder, 'found.whl'), content)
  const script = `#!/bin/sh
while [ $# -gt 0 ]; do
  [ "$1" = --dest ] && cp "${folder}/found.whl" "$2/tensorflow_cpu.whl"
  shift
done
exit 0
`
  writeFileSync(path, script)
  chmodSync(path, 0o755)
  return path
}

function wheelFile(files: Record<string, Uint8Array>): string {
  const path = join(folder, 'made.whl')
  writeFileSync(path, wheelOf(files))
  return path
}

test('the address of the pinned wheel contains its hash and version', () => {
  expect(WHEEL.url).toMatch(/^https:\/\/.*\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{60}\/[\w.-]+\.whl$/)
  expect(WHEEL.url).toContain(`-${WHEEL.version}-`)
})

test('the wheel is downloaded without Python, and unpacked to its libraries and headers', async () => {
  await unpackWheel(await fetchWheel(undefined, folder, pinFor('wheel')), folder)
  expect(readdirSync(folder).sort()).toEqual(['include', 'lib'])
  expect(readFileSync(join(folder, 'lib/libtensorflow_cc.so.2')).equals(library)).toBe(true)
  expect(readdirSync(join(folder, 'lib'))).toHaveLength(2)
  expect(readFileSync(join(folder, 'include/tensorflow/c/c_api.h'), 'utf8')).toBe('header')
  expect(existsSync(join(folder, 'include/tensorflow/core'))).toBe(false)
})

test('pip is the fallback when the host does not have the wheel', async () => {
  const path = await fetchWheel(fakePython(wheelBytes), folder, pinFor('missing'))
  expect(readFileSync(path).equals(wheelBytes)).toBe(true)
})

test('when the download and pip fail, the error names both', async () => {
  await expect(fetchWheel(undefined, folder, pinFor('missing'))).rejects.toThrow(/404.*python3/)
  const noPip = join(folder, 'no-such-python')
  await expect(fetchWheel(noPip, folder, pinFor('missing'))).rejects.toThrow(/404/)
})

test('a wheel with another checksum is deleted unopened, from either source', async () => {
  const other = wheelOf({ ...entries, extra: text('extra') })
  const pin = pinFor('wheel', other)
  await expect(fetchWheel(undefined, folder, pin)).rejects.toThrow(/SHA-256/)
  await expect(fetchWheel(fakePython(wheelBytes), folder, pin)).rejects.toThrow(/SHA-256.*SHA-256/)
  expect(existsSync(join(folder, 'tensorflow.whl'))).toBe(false)
  expect(readdirSync(join(folder, 'wheel'))).toEqual([])
})

test('a wheel without one of the libraries is refused', async () => {
  const { 'tensorflow/libtensorflow_framework.so.2': _left, ...rest } = entries
  await expect(unpackWheel(wheelFile(rest), folder)).rejects.toThrow(/libtensorflow_framework/)
})

test('an entry that points out of the folder is refused', async () => {
  const outside = 'tensorflow/include/tensorflow/c/../../../../../outside.h'
  mkdirSync(join(folder, 'deep'))
  const path = wheelFile({ ...entries, [outside]: text('outside') })
  await expect(unpackWheel(path, join(folder, 'deep'))).rejects.toThrow(/outside the archive/)
  expect(existsSync(join(folder, 'outside.h'))).toBe(false)
})

test('a truncated wheel is an error', async () => {
  const path = join(folder, 'torn.whl')
  writeFileSync(path, wheelBytes.subarray(0, wheelBytes.length >> 1))
  await expect(unpackWheel(path, folder)).rejects.toThrow()
})
