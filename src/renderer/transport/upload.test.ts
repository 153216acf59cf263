import { describe, expect, it } from 'vitest'
import { StudioError } from '../../contract/errors'
import { uploadFile } from './upload'
import type { UploadNetwork, UploadProgress } from './upload'
import type { Uploadable } from './uploadable'

const MEBIBYTE = 1024 * 1024
const PIECE = 8 * MEBIBYTE

/** A file whose bytes depend on their position, so that a misplaced piece is noticed. */
function fileOf(size: number): Uploadable & { bytes: Uint8Array } {
  const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 31 + (i >> 10)) & 255)
  const slice = (from: number, to: number) => new Blob([bytes.slice(from, to)])
  return { name: 'cats.zip', size, bytes, slice }
}

const isEqual = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

type Failure = 'lost' | 'lostReply' | 'away' | undefined
const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status })

/** A studio that stores uploads by the protocol; `failures` are those of its next requests. */
class FakeUploads implements UploadNetwork {
  stored = new Uint8Array()
  size = 0
  name = ''
  removed = false
  waits: number[] = []
  requests: string[] = []
  failures: Failure[] = []
  refusal: Response | undefined

  fetch = async (url: string, { method = 'GET', body, headers, signal }: RequestInit) => {
    signal?.throwIfAborted()
    this.requests.push(method)
    const failure = method === 'POST' ? undefined : this.failures.shift()
    if (failure === 'lost') throw new TypeError('Failed to fetch')
    if (failure === 'away') return new Response('bad gateway', { status: 502 })
    const reply = this.answer(url, method, body, headers)
    if (failure === 'lostReply') throw new TypeError('Failed to fetch')
    return reply
  }
  wait = async (milliseconds: number, signal: AbortSignal) => {
    signal.throwIfAborted()
    this.waits.push(milliseconds)
  }

  private answer(url: string, method: string, body: unknown, headers: unknown): Response {
    if (method === 'POST') {
      const { name, bytes } = JSON.parse(String(body)) as { name: string; bytes: number }
      Object.assign(this, { name, size: bytes })
      return json({ id: 'u 1', offset: 0 })
    }
    expect(url).toBe('/uploads/u%201')
    if (method === 'DELETE') {
      this.removed = true
      return json({})
    }
    if (method === 'GET') return json({ offset: this.stored.length })
    if (this.refusal !== undefined) return this.refusal
    const at = Number((headers as Record<string, string>)['Upload-Offset'])
    const piece = new Uint8Array(body as ArrayBuffer)
    expect(piece.length).toBeLessThanOrEqual(PIECE)
    if (at !== this.stored.length) return json({}, 409)
    const joined = new Uint8Array(at + piece.length)
    joined.set(this.stored)
    joined.set(piece, at)
    this.stored = joined
    const path = this.stored.length === this.size ? { path: `/uploads/${this.name}` } : {}
    return json({ offset: this.stored.length, ...path })
  }
}

function setUp(size: number, failures: Failure[] = []) {
  const network = new FakeUploads()
  network.failures = failures
  const file = fileOf(size)
  const progress: UploadProgress[] = []
  const controller = new AbortController()
  const run = () => uploadFile(file, (now) => progress.push(now), controller.signal, network)
  return { network, file, progress, controller, run }
}

describe('an upload', () => {
  it.each([0, 1, PIECE - 1, PIECE, PIECE + 1])('of %i bytes arrives whole', async (size) => {
    const { network, file, run } = setUp(size)
    expect(await run()).toMatchObject({ path: '/uploads/cats.zip' })
    expect(isEqual(network.stored, file.bytes)).toBe(true)
    expect(network.removed).toBe(false)
  })

  it.each<[string, Failure[]]>([
    ['before a piece arrives', ['lost']],
    ['after a piece has arrived', ['lostReply']],
    ['after the last piece has arrived', [undefined, 'lostReply']],
    ['for a long time', ['lostReply', 'lost', 'away', 'lost', 'lost', 'away', 'lost', 'lost']],
    ['with every piece but one', Array<Failure>(10).fill('lost')],
    [
      'while pieces are sent, though not between them',
      Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'lost' : undefined)),
    ],
    ['again and again', ['lost', undefined, 'lost', 'lost', undefined, 'lostReply', 'lost']],
  ])('resumes if the connection is lost %s', async (_, failures) => {
    const { network, file, run, progress } = setUp(PIECE + 1_000, failures)
    expect(await run()).toMatchObject({ path: '/uploads/cats.zip' })
    expect(isEqual(network.stored, file.bytes)).toBe(true)
    expect(Math.max(0, ...network.waits)).toBeLessThanOrEqual(5_000)
    const sent = progress.map((now) => now.sent)
    expect(sent).toEqual(sent.toSorted((a, b) => a - b))
    if (progress.some(({ waiting }) => waiting)) expect(network.waits).not.toEqual([])
  })

  it('can be removed once it is complete', async () => {
    const { network, run } = setUp(10)
    const { remove } = await run()
    expect(network.removed).toBe(false)
    remove()
    expect(network.removed).toBe(true)
  })

  it('that is cancelled is removed, also while the connection is lost', async () => {
    const { network, controller, run } = setUp(10, ['lost', 'lost'])
    network.wait = async (_milliseconds, signal) => {
      controller.abort()
      signal.throwIfAborted()
    }
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' })
    expect(network.removed).toBe(true)
  })

  it('that the studio refuses fails with its reason', async () => {
    const { network, run } = setUp(10)
    const report = { code: 'storage', message: 'the disk is full', where: '/data' }
    network.refusal = json(report, 507)
    await expect(run()).rejects.toMatchObject(report)
    expect(network.removed).toBe(true)
    network.refusal = new Response('too large', { status: 413 })
    await expect(run()).rejects.toThrow(/too large/)
    network.refusal = json({ something: 'else' })
    await expect(run()).rejects.toThrow(StudioError)
  })

  it('ends if the studio never accepts an offset', async () => {
    const { network, run } = setUp(10)
    network.refusal = json({}, 409)
    await expect(run()).rejects.toMatchObject({ problem: { code: 'uploadStuck' } })
    expect(network.requests.length).toBeLessThan(20)
  })

  it('of a file that changes while it is sent fails', async () => {
    const { file, run, network } = setUp(2 * PIECE)
    file.slice = (from) =>
      from === 0
        ? new Blob([file.bytes.slice(0, PIECE)])
        : { arrayBuffer: () => Promise.reject(new Error('gone')) }
    await expect(run()).rejects.toMatchObject({
      where: 'cats.zip',
      problem: { code: 'uploadUnreadable' },
    })
    expect(network.removed).toBe(true)
  })
})
