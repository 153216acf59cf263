import { beforeEach, describe, expect, it } from 'vitest'
import type { StudioEvent } from '../../contract/events'
import { StudioError } from '../../contract/errors'
import { FakeClient } from '../testing/fake-client'
import { flushPromises } from '../testing/flush-promises'
import { Connection } from './connection.svelte'

const event = (id: string): StudioEvent => ({ type: 'runRemoved', id })

let fake: FakeClient
let connection: Connection
let received: string[]
let syncs: number

beforeEach(() => {
  fake = new FakeClient()
  connection = new Connection(fake)
  received = []
  syncs = 0
  connection.onEvent((event) => received.push('id' in event ? event.id : event.type))
  connection.onSync(() => syncs++)
})

const connect = async () => {
  fake.connect()
  await flushPromises()
}

describe('the connection', () => {
  it('performs the handshake first and keeps the reply', async () => {
    expect(connection.status).toBe('connecting')
    await connect()
    expect(connection.status).toBe('connected')
    expect(connection.hello?.dataFolder).toBe('/home/someone/gan-studio')
    expect(fake.calls.map(({ command }) => command)).toEqual(['hello'])
    expect([syncs, connection.reconnects]).toEqual([1, 0])
  })

  it('delivers every event once, in order', async () => {
    await connect()
    for (const id of ['a', 'b', 'c']) fake.emit(event(id))
    expect(received).toEqual(['a', 'b', 'c'])
    expect(syncs).toBe(1)
  })

  it('counts events from the number in the handshake', async () => {
    for (const id of ['a', 'b']) fake.emit(event(id))
    await connect()
    fake.emit(event('c'))
    expect(received).toEqual(['c'])
    expect(syncs).toBe(1)
  })

  it('resyncs after a missed event and loses no later ones', async () => {
    await connect()
    fake.sequence += 1
    fake.emit(event('b'))
    fake.emit(event('c'))
    await flushPromises()
    expect(syncs).toBe(2)
    // The host replies between b and c: the reloaded data includes b but not c.
    expect(received).toEqual(['c'])
    fake.emit(event('d'))
    expect(received).toEqual(['c', 'd'])
    expect([syncs, connection.reconnects]).toEqual([2, 0])
  })

  it('keeps events that arrive before the reply to the handshake', async () => {
    let release = (): void => undefined
    const answer = new Promise<void>((resolve) => (release = resolve))
    const first = new FakeClient()
    first.connect()
    const hello = await first.call('hello', { protocol: 1 })
    fake.override.hello = async () => {
      await answer
      return { ...hello, sequence: 1 }
    }
    await connect()
    fake.emit(event('covered'))
    fake.emit(event('new'))
    expect(received).toEqual([])
    release()
    await flushPromises()
    expect(received).toEqual(['new'])
    expect(syncs).toBe(1)
  })

  it('distinguishes a restarted host from a lost connection', async () => {
    await connect()
    fake.restart()
    await flushPromises()
    expect([connection.status, connection.reconnects, connection.restarts]).toEqual([
      'connected',
      1,
      1,
    ])
  })

  it('reports that it was lost and restored', async () => {
    await connect()
    fake.disconnect()
    expect(connection.status).toBe('lost')
    fake.emit(event('missed'))
    await connect()
    expect(connection.status).toBe('connected')
    expect([syncs, connection.reconnects]).toEqual([2, 1])
    fake.emit(event('heard'))
    expect(received).toEqual(['heard'])
  })

  it.each(['lost', 'closed', 'refused'] as const)('reports why it was lost: %s', async (why) => {
    await connect()
    fake.disconnect(why)
    expect([connection.status, connection.loss]).toEqual(['lost', why])
    await connect()
    expect(connection.status).toBe('connected')
  })

  it('ignores a handshake that the connection did not survive', async () => {
    fake.connect()
    fake.disconnect()
    await flushPromises()
    expect([connection.status, connection.problem, syncs]).toEqual(['lost', null, 0])
    await connect()
    expect([connection.status, syncs]).toEqual(['connected', 1])
  })

  it('refuses a host with another protocol version permanently', async () => {
    fake.override.hello = () => {
      throw new StudioError('usage', 'the page has protocol 1, the studio 2')
    }
    await connect()
    expect([connection.status, syncs]).toEqual(['refused', 0])
    fake.disconnect()
    expect(connection.status).toBe('refused')
  })

  it('can retry a failed handshake', async () => {
    fake.override.hello = () => {
      throw new StudioError('storage', 'the settings cannot be read')
    }
    await connect()
    expect(connection.status).toBe('connecting')
    expect(connection.problem?.message).toBe('the settings cannot be read')
    fake.override = {}
    await connection.handshake()
    expect([connection.status, connection.problem]).toEqual(['connected', null])
  })

  it('stops calling a handler that has unsubscribed', async () => {
    const late: string[] = []
    const unsubscribe = connection.onEvent((event) => late.push(event.type))
    await connect()
    fake.emit(event('a'))
    unsubscribe()
    fake.emit(event('b'))
    expect(late).toEqual(['runRemoved'])
  })
})
