import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkPin, download } from '../../scripts/engine/download.mjs'

const contents = Buffer.from('libtensorflow, for the purposes of this test')
const pin = createHash('sha256').update(contents).digest('hex')
const otherPin = 'f'.repeat(64)

let folder: string
let path: string
const server = createServer((request, response) => {
  if (request.url === '/archive') response.end(contents)
  else if (request.url === '/stalls') response.write(contents)
  else if (request.url !== '/silent') response.writeHead(404).end()
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'download-'))
  path = join(folder, 'archive')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  rmSync(folder, { recursive: true })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** An address of the local test server. */
function url(name: string) {
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/${name}`
}

test('a file with the expected checksum is kept', async () => {
  await download(url('archive'), pin, path)
  expect(readFileSync(path)).toEqual(contents)
})

test('a file with another checksum is refused and leaves nothing', async () => {
  await expect(download(url('archive'), otherPin, path)).rejects.toThrow(/deleted unopened/)
  expect(readdirSync(folder)).toEqual([])
})

test("a server's refusal is an error with host and status, and leaves nothing", async () => {
  await expect(download(url('gone'), pin, path)).rejects.toThrow(/127\.0\.0\.1:\d+: .*404/)
  expect(readdirSync(folder)).toEqual([])
})

test('an unreachable host is an error with the cause', async () => {
  const closed = url('archive')
  await new Promise((resolve) => server.close(resolve))
  await expect(download(closed, pin, path)).rejects.toThrow(/ECONNREFUSED/)
  expect(readdirSync(folder)).toEqual([])
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

test('a host that does not answer, or stalls, times out', async () => {
  const silent = download(url('silent'), pin, path, { connectMs: 50 })
  await expect(silent).rejects.toThrow('no answer within 0.05 s')
  const stalls = download(url('stalls'), pin, path, { stallMs: 50 })
  await expect(stalls).rejects.toThrow('no data for 0.05 s')
  expect(readdirSync(folder)).toEqual([])
})

test('a file on disk is checked against its pin, and deleted if it differs', async () => {
  writeFileSync(path, contents)
  await checkPin(path, pin)
  expect(existsSync(path)).toBe(true)
  await expect(checkPin(path, otherPin)).rejects.toThrow(pin)
  expect(existsSync(path)).toBe(false)
})
