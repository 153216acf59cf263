import { once } from 'node:events'
import net from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type WebSocket from 'ws'
import type { StudioEvent } from '../../contract/events'
import { closeCodes, MAX_COMMAND_BYTES, MAX_MESSAGE_BYTES } from './page-line'
import { serveFake } from './testing'
import type { Served } from './testing'

let served: Served
beforeEach(async () => {
  served = await serveFake()
})
afterEach(() => served.close())

const removed = (id: string): StudioEvent => ({ type: 'runRemoved', id })
const next = async (page: WebSocket): Promise<unknown> =>
  JSON.parse(String((await once(page, 'message'))[0]))
const closing = async (page: WebSocket): Promise<number> => (await once(page, 'close'))[0] as number

describe('a connection', () => {
  it.each([
    ['without a cookie', () => ({ origin: served.url.origin })],
    ['with a wrong cookie', () => ({ origin: served.url.origin, cookie: 'gan-studio=x' })],
    ['without an origin', () => ({ cookie: served.cookie })],
    ['from another site', () => ({ cookie: served.cookie, origin: 'http://evil.example' })],
    ['from another port', () => ({ cookie: served.cookie, origin: 'http://127.0.0.1:1' })],
    [
      'to another name',
      () => ({ cookie: served.cookie, origin: 'http://evil.example', host: 'evil.example' }),
    ],
  ])('is rejected %s', async (_, headers) => {
    await expect(served.connect(headers())).rejects.toThrow('403')
  })

  it('is rejected at another path', async () => {
    const headers = { cookie: served.cookie, origin: served.url.origin }
    await expect(served.connect(headers, '/elsewhere')).rejects.toThrow('404')
  })

  it.each([
    ['without a cookie', '/studio'],
    ['at another path', '/elsewhere'],
  ])('that is rejected %s is closed, even if the client keeps its half open', async (_, path) => {
    const client = net.connect({ port: Number(served.url.port), allowHalfOpen: true })
    client.on('error', () => undefined)
    const head = [`GET ${path} HTTP/1.1`, `Host: ${served.url.host}`, 'Connection: Upgrade']
    client.write([...head, 'Upgrade: websocket', '', ''].join('\r\n'))
    client.resume()
    await once(client, 'end')
    // Waits for every connection that the server still has.
    await served.close()
    client.destroy()
    served = await serveFake()
  })

  it('answers each call by its id, including failures', async () => {
    served.studio.answer = () => Promise.resolve({ runs: [], broken: [] })
    const page = await served.connect()
    page.send(JSON.stringify({ id: 7, command: 'runs.list', body: {} }))
    expect(await next(page)).toEqual({ kind: 'reply', id: 7, body: { runs: [], broken: [] } })
    page.send(JSON.stringify({ id: 8, command: 'runs.get', body: { id: '../../etc' } }))
    expect(await next(page)).toMatchObject({ kind: 'error', id: 8, error: { code: 'usage' } })
    page.send(JSON.stringify({ id: 9, command: 'constructor', body: {} }))
    expect(await next(page)).toMatchObject({ kind: 'error', id: 9, error: { code: 'usage' } })
    expect(served.studio.called).toEqual(['runs.list'])
  })

  it.each([
    ['is not JSON', 'hello', closeCodes.notJson],
    ['is binary', Buffer.from('{}'), closeCodes.notJson],
    ['has no id', '{"command":"runs.list"}', closeCodes.notOurs],
    ['is JSON but no object', 'null', closeCodes.notOurs],
    ['is too long for a command', overlong('runs.list', MAX_COMMAND_BYTES), closeCodes.tooLarge],
    [
      'is too long for anything',
      overlong('weights.upload', MAX_MESSAGE_BYTES),
      closeCodes.tooLarge,
    ],
  ])('is closed by a message that %s', async (_, message, code) => {
    const page = await served.connect()
    page.on('error', () => undefined)
    page.send(message)
    expect(await closing(page)).toBe(code)
    expect(served.studio.called).toEqual([])
  })

  it('accepts an upload of weights larger than other commands may be', async () => {
    served.studio.answer = () => Promise.resolve({ id: 'w', latentDim: 100, size: 28 })
    const page = await served.connect()
    const body = { name: 'g', base64: 'A'.repeat(MAX_COMMAND_BYTES) }
    page.send(JSON.stringify({ id: 1, command: 'weights.upload', body }))
    expect(await next(page)).toMatchObject({ kind: 'reply', id: 1 })
  })

  it('is closed after too many messages', async () => {
    served.studio.answer = () => Promise.resolve({ runs: [], broken: [] })
    const page = await served.connect()
    const call = JSON.stringify({ id: 1, command: 'runs.list', body: {} })
    for (let i = 0; i < 5000; i++) page.send(call)
    expect(await closing(page)).toBe(closeCodes.tooMany)
  })

  it('delivers every event to every page in order, independent of other connections', async () => {
    const pages = await Promise.all([served.connect(), served.connect()])
    const received = pages.map((page) => {
      const messages: unknown[] = []
      page.on('message', (text) => messages.push(JSON.parse(String(text))))
      return messages
    })
    served.studio.publish(removed('a'))
    served.studio.publish(removed('b'))
    const third = await served.connect()
    pages[0]?.terminate()
    served.studio.publish(removed('c'))
    expect(await next(third)).toMatchObject({ numbered: { sequence: 3 } })
    await expect.poll(() => received[1]?.length).toBe(3)
    const ids = received[1]?.map(
      (m) => (m as { numbered: { event: { id: string } } }).numbered.event.id,
    )
    expect(ids).toEqual(['a', 'b', 'c'])
  })

  it('is closed when the host closes, without delaying it', async () => {
    const page = await served.connect()
    const code = closing(page)
    expect(served.studio.pages).toBe(1)
    await served.close()
    served = await serveFake()
    expect(await code).toBe(closeCodes.goingAway)
  })
})

function overlong(command: string, bytes: number): string {
  return JSON.stringify({ id: 1, command, body: { name: 'x', base64: 'A'.repeat(bytes) } })
}
