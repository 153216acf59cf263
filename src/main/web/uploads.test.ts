import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { errorReportSchema, problemError } from '../../contract/errors'
import { serveFake } from './testing'
import type { Served } from './testing'
import type { UploadStore } from './uploads'

/** Keeps one upload, `a`, in memory. */
class FakeStore implements UploadStore {
  readonly created: { name: string; bytes: number }[] = []
  received = Buffer.alloc(0)
  /** Rejects the next piece with this error. */
  fault: Error | undefined
  onData: () => void = () => undefined

  async create(file: { name: string; bytes: number }) {
    this.created.push(file)
    return { id: 'a', offset: 0 }
  }
  async state(id: string) {
    if (id !== 'a') throw problemError('usage', 'uploadUnknown', {})
    return { offset: this.received.length }
  }
  async append(id: string, offset: number, piece: AsyncIterable<Uint8Array>) {
    const { offset: has } = await this.state(id)
    if (this.fault !== undefined) throw this.fault
    if (offset !== has) throw problemError('usage', 'uploadAtOtherPlace', { asked: offset, has })
    for await (const part of piece) {
      this.received = Buffer.concat([this.received, part])
      this.onData()
    }
    return this.state(id)
  }
  async remove(id: string) {
    await this.state(id)
    this.received = Buffer.alloc(0)
  }
}

const store = new FakeStore()
let served: Served
beforeAll(async () => {
  served = await serveFake(store)
})
afterAll(() => served.close())
beforeEach(() => {
  store.received = Buffer.alloc(0)
  store.fault = undefined
  store.created.length = 0
})

const file = JSON.stringify({ name: 'my "数字".zip', bytes: 5 })
const patch = (offset: string, body: Buffer | string, id = 'a') =>
  served.send('PATCH', `/uploads/${id}`, body, { 'upload-offset': offset })

it('takes a file in pieces', async () => {
  const begun = await served.send('POST', '/uploads', file)
  expect([begun.status, JSON.parse(begun.body)]).toEqual([201, { id: 'a', offset: 0 }])
  expect(store.created).toEqual([{ name: 'my "数字".zip', bytes: 5 }])
  expect(JSON.parse((await patch('0', 'abc')).body)).toEqual({ offset: 3 })
  const { status, body, headers } = await served.send('GET', '/uploads/a', '')
  expect([status, JSON.parse(body)]).toEqual([200, { offset: 3 }])
  expect(headers['cache-control']).toBe('no-store')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(JSON.parse((await patch('3', 'de')).body)).toEqual({ offset: 5 })
  expect(String(store.received)).toBe('abcde')
  expect((await served.send('DELETE', '/uploads/a', '')).status).toBe(200)
})

describe('access', () => {
  const methods = ['POST', 'PATCH', 'DELETE', 'GET'] as const
  const target = (method: string) => (method === 'POST' ? '/uploads' : '/uploads/a')

  it.each(methods)('of %s requires the cookie, our host name and our origin', async (method) => {
    const refused: Record<string, string>[] = [
      { cookie: '' },
      { cookie: 'gan-studio=nope' },
      { host: 'evil.example' },
      { origin: 'http://evil.example' },
      { origin: 'null' },
    ]
    for (const headers of refused) {
      const given = { 'upload-offset': '0', ...headers }
      expect((await served.send(method, target(method), file, given)).status).toBe(403)
    }
    expect(store.created).toEqual([])
    expect(store.received).toHaveLength(0)
  })

  it.each(['POST', 'PATCH', 'DELETE'])('of %s requires an origin at all', async (method) => {
    const { cookie } = served
    expect((await served.get(target(method), { cookie }, method)).status).toBe(403)
  })

  it('gives no other methods, nor these elsewhere', async () => {
    expect((await served.send('PUT', '/uploads/a', 'x')).status).toBe(405)
    expect((await served.send('GET', '/uploads', '')).status).toBe(405)
    expect((await served.send('POST', '/uploadsx', file)).status).toBe(405)
    expect((await served.send('POST', '/', file)).status).toBe(405)
  })
})

describe('an error', () => {
  it('about the offset has the true one', async () => {
    await patch('0', 'abc')
    const { status, body } = await patch('1', 'bcd')
    expect(status).toBe(409)
    expect(JSON.parse(body)).toMatchObject({ offset: 3, code: 'usage' })
    expect(errorReportSchema.parse(JSON.parse(body)).problem?.code).toBe('uploadAtOtherPlace')
  })

  it.each([
    ['uploadBusy', problemError('usage', 'uploadBusy', {}), 409],
    ['uploadInUse', problemError('usage', 'uploadInUse', {}), 409],
    ['uploadBeyondEnd', problemError('usage', 'uploadBeyondEnd', { bytes: 5 }), 413],
    ['diskFull', problemError('storage', 'diskFull', { doing: 'store it' }), 507],
    ['diskFault', problemError('storage', 'diskFault', { doing: 'store it' }), 500],
  ])('%s is a report, also while a large piece is arriving', async (code, fault, status) => {
    store.fault = fault
    const reply = await patch('0', Buffer.alloc(6_000_000))
    expect(reply.status).toBe(status)
    expect(errorReportSchema.parse(JSON.parse(reply.body)).problem?.code).toBe(code)
  })

  it('of the program itself does not tell its text to be ours', async () => {
    store.fault = new TypeError('broken')
    const { status, body } = await patch('0', 'abc')
    expect([status, errorReportSchema.parse(JSON.parse(body)).code]).toEqual([500, 'internal'])
  })

  it.each(['b', 'a/b', '..', '%2e%2e', 'a%00'])('names an unknown upload %s', async (id) => {
    expect((await served.send('GET', `/uploads/${id}`, '')).status).toBe(404)
    expect((await patch('0', 'abc', id)).status).toBe(404)
  })

  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['[]', 'a list'],
    ['{"name":"a"}', 'without a size'],
    ['{"name":"a","bytes":-1}', 'with a negative size'],
    ['{"name":"a","bytes":1.5}', 'with half a byte'],
    ['{"name":"a","bytes":1e300}', 'with an absurd size'],
    ['{"name":"","bytes":1}', 'without a name'],
    ['{"name":"a","bytes":1,"path":"/etc"}', 'with more'],
    [`{"name":"${'a'.repeat(100_000)}","bytes":1}`, 'too long'],
    ['['.repeat(60_000), 'nested'],
  ])('refuses a description that is %s', async (body) => {
    const reply = await served.send('POST', '/uploads', body)
    expect(reply.status).toBe(400)
    expect(errorReportSchema.parse(JSON.parse(reply.body)).problem?.code).toBe('uploadInvalid')
    expect(store.created).toEqual([])
  })

  it.each(['', '-1', '1.5', '0x3', 'abc', '1e3', '9'.repeat(17)])(
    'refuses the offset "%s"',
    async (offset) => {
      expect((await patch(offset, 'abc')).status).toBe(400)
      expect(store.received).toHaveLength(0)
    },
  )
})

it('a lost connection leaves the bytes before it, and the server running', async () => {
  const arrived = new Promise<void>((resolve) => (store.onData = resolve))
  const lost = served.send(
    'PATCH',
    '/uploads/a',
    (request) => {
      request.write('abc')
      void arrived.then(() => request.destroy())
    },
    { 'upload-offset': '0' },
  )
  await expect(lost).rejects.toThrow()
  expect(JSON.parse((await patch('3', 'de')).body)).toEqual({ offset: 5 })
})

it('a host without uploads has none', async () => {
  const other = await serveFake()
  expect((await other.send('POST', '/uploads', file)).status).toBe(405)
  await other.close()
})
