import { beforeEach, describe, expect, it } from 'vitest'
import type { StudioEvent } from '../../contract/events'
import { StudioError } from '../../contract/errors'
import { FakeClient } from '../testing/fake-client'
import { settle } from '../testing/settle'
import { Connection } from './connection.svelte'

const event = (id: string): StudioEvent => ({ type: 'runRemoved', id })

let fake: FakeClient
let connection: Connection
let heard: string[]
let syncs: number

beforeEach(() => {
  fake = new FakeClient()
  connection = new Connection(fake)
  heard = []
  syncs = 0
  connection.onEvent((event) => heard.push('id' in event ? event.id : event.type))
  connection.onSync(() => syncs++)
})

const connect = async () => {
  fake.connect()
  await settle()
}

describe('the connection', () => {
  it('greets first and has what the host told', async () => {
    expect(connection.status).toBe('connecting')
    await connect()
    expect(connection.status).toBe('connected')
    expect(connection.hello?.dataFolder).toBe('/home/someone/gan-studio')
    expect(fake.calls.map(({ command }) => command)).toEqual(['hello'])
    expect([syncs, connection.returns]).toEqual([1, 0])
  })

  it('passes every event on once, in order', async () => {
    await connect()
    for (const id of ['a', 'b', 'c']) fake.emit(event(id))
    expect(heard).toEqual(['a', 'b', 'c'])
    expect(syncs).toBe(1)
  })

  it('starts to count where the greeting says, however many went before', async () => {
    for (const id of ['a', 'b']) fake.emit(event(id))
    await connect()
    fake.emit(event('c'))
    expect(heard).toEqual(['c'])
    expect(syncs).toBe(1)
  })

  it('asks for everything afresh when an event is missing, and loses none that follow', async () => {
    await connect()
    fake.sequence += 1
    fake.emit(event('b'))
    fake.emit(event('c'))
    await settle()
    expect(syncs).toBe(2)
    // The host answers the greeting between b and c: what is loaded afresh holds b, not c.
    expect(heard).toEqual(['c'])
    fake.emit(event('d'))
    expect(heard).toEqual(['c', 'd'])
    expect([syncs, connection.returns]).toEqual([2, 0])
  })

  it('keeps events that overtake the answer to the greeting', async () => {
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
    expect(heard).toEqual([])
    release()
    await settle()
    expect(heard).toEqual(['new'])
    expect(syncs).toBe(1)
  })

  it('tells a host that is another one from one that was merely out of reach', async () => {
    await connect()
    fake.restart()
    await settle()
    expect([connection.status, connection.returns, connection.restarts]).toEqual([
      'connected',
      1,
      1,
    ])
  })

  it('says that it was lost, and that it is back', async () => {
    await connect()
    fake.disconnect()
    expect(connection.status).toBe('lost')
    fake.emit(event('missed'))
    await connect()
    expect(connection.status).toBe('connected')
    expect([syncs, connection.returns]).toEqual([2, 1])
    fake.emit(event('heard'))
    expect(heard).toEqual(['heard'])
  })

  it('is not confused by a line that breaks during the greeting', async () => {
    fake.connect()
    fake.disconnect()
    await settle()
    expect([connection.status, connection.problem, syncs]).toEqual(['lost', null, 0])
    await connect()
    expect([connection.status, syncs]).toEqual(['connected', 1])
  })

  it('refuses a host of another protocol, and stays so', async () => {
    fake.override.hello = () => {
      throw new StudioError('usage', 'the page speaks protocol 1, the studio 2')
    }
    await connect()
    expect([connection.status, syncs]).toEqual(['refused', 0])
    fake.disconnect()
    expect(connection.status).toBe('refused')
  })

  it('can greet again after a greeting that failed', async () => {
    fake.override.hello = () => {
      throw new StudioError('storage', 'the settings cannot be read')
    }
    await connect()
    expect(connection.status).toBe('connecting')
    expect(connection.problem?.message).toBe('the settings cannot be read')
    fake.override = {}
    await connection.greet()
    expect([connection.status, connection.problem]).toEqual(['connected', null])
  })

  it('tells nothing more to who has gone', async () => {
    const late: string[] = []
    const end = connection.onEvent((event) => late.push(event.type))
    await connect()
    fake.emit(event('a'))
    end()
    fake.emit(event('b'))
    expect(late).toEqual(['runRemoved'])
  })
})
