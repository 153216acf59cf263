import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MAX_PIECE_BYTES, Uploads } from '../src/main/storage/uploads/uploads'
import { cookieName, cookieValueFor } from '../src/main/web/access'
import { startWebHost } from '../src/main/web/server'
import type { WebHost } from '../src/main/web/server'
import { FakeHostedStudio } from '../src/main/web/testing'
import { temporaryFolder } from './support/studio'

/* A page uploads to a real server with real files, which is restarted in between. */

const token = 'secret-token'
let root: string
let host: WebHost
const start = async (): Promise<void> => {
  host = await startWebHost({
    ...{ studio: new FakeHostedStudio(), folder: pathToFileURL(`${root}/`), token, port: 0 },
    ...{ host: '127.0.0.1', uploads: new Uploads({ root, freeBytes: async () => null }) },
  })
}
beforeEach(async () => {
  root = temporaryFolder()
  await start()
})
afterEach(() => host.close())

interface Reply {
  id: string
  offset: number
  path?: string
}

async function send(method: string, target: string, body?: string | Buffer, offset?: number) {
  const origin = `http://127.0.0.1:${host.port}`
  const cookie = `${cookieName(host.port)}=${cookieValueFor(token, host.port)}`
  const headers = { cookie, origin, ...(offset !== undefined && { 'Upload-Offset': `${offset}` }) }
  const response = await fetch(origin + target, { method, headers, body: body ?? null })
  return { status: response.status, reply: (await response.json()) as Reply }
}

it('a file arrives byte for byte, across a restart of the server', async () => {
  const bytes = Buffer.alloc(MAX_PIECE_BYTES + 1_234_567)
  bytes.forEach((_, i) => (bytes[i] = (Math.imul(i + 1, 2654435761) >>> 13) & 255))
  const description = JSON.stringify({ name: '../my images.zip', bytes: bytes.length })
  const { id } = (await send('POST', '/uploads', description)).reply
  const first = await send('PATCH', `/uploads/${id}`, bytes.subarray(0, MAX_PIECE_BYTES), 0)
  expect(first).toEqual({ status: 200, reply: { offset: MAX_PIECE_BYTES } })

  await host.close()
  await start()
  const { offset } = (await send('GET', `/uploads/${id}`)).reply
  expect(offset).toBe(MAX_PIECE_BYTES)
  const wrong = await send('PATCH', `/uploads/${id}`, bytes.subarray(0, 100), 0)
  expect([wrong.status, wrong.reply.offset]).toEqual([409, MAX_PIECE_BYTES])
  const last = await send('PATCH', `/uploads/${id}`, bytes.subarray(offset), offset)
  const file = path.join(root, 'uploads', id, 'my images.zip')
  expect(last).toEqual({ status: 200, reply: { offset: bytes.length, path: file } })
  expect(fs.readFileSync(file).equals(bytes)).toBe(true)
  // The reply to the last piece may be lost.
  expect((await send('GET', `/uploads/${id}`)).reply.path).toBe(file)
  expect((await send('PATCH', `/uploads/${id}`, '', bytes.length)).reply.path).toBe(file)

  expect((await send('DELETE', `/uploads/${id}`)).status).toBe(200)
  expect(fs.readdirSync(path.join(root, 'uploads'))).toEqual([])
})
