import { beforeEach, describe, expect, it } from 'vitest'
import { createClient, GOING_AWAY } from '../../contract/rpc'
import type { Disconnection } from '../../contract/rpc'
import { webSocketTransport } from './web-socket'
import type { Network } from './web-socket'

/** A socket that opens and closes under the test's control. */
class FakeSocket {
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSED = 3
  readyState = 0
  readonly sent: string[] = []
  onopen = () => {}
  onclose: (event: { code: number }) => void = () => {}
  onmessage: (event: { data: string }) => void = () => {}

  open(): void {
    this.readyState = this.OPEN
    this.onopen()
  }
  /** @param code by default that of a connection that broke without a close frame */
  break(code = 1006): void {
    this.readyState = this.CLOSED
    this.onclose({ code })
  }
  send(text: string): void {
    this.sent.push(text)
  }
}

class FakeNetwork implements Network {
  readonly sockets: FakeSocket[] = []
  readonly delays: number[] = []
  private callback: (() => void) | undefined
  online = () => {}

  open(): WebSocket {
    const socket = new FakeSocket()
    this.sockets.push(socket)
    return socket as unknown as WebSocket
  }
  later(callback: () => void, milliseconds: number): () => void {
    this.callback = callback
    this.delays.push(milliseconds)
    return () => (this.callback = undefined)
  }
  refuses = false
  isRefused(): Promise<boolean> {
    return Promise.resolve(this.refuses)
  }
  onOnline(handle: () => void): void {
    this.online = handle
  }
  runTimer(): void {
    const callback = this.callback
    this.callback = undefined
    callback?.()
  }
  get last(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error('no socket was opened')
    return socket
  }
}

let network: FakeNetwork
beforeEach(() => {
  network = new FakeNetwork()
})
const open = () => webSocketTransport('ws://here/studio', network)

describe('the WebSocket transport', () => {
  it('reconnects after every loss, waiting longer each time, and reports it', () => {
    const seen: string[] = []
    const transport = open()
    transport.onOpen(() => seen.push('open'))
    transport.onClose(() => seen.push('close'))
    network.last.open()
    for (let i = 0; i < 8; i++) {
      network.last.break()
      network.runTimer()
    }
    expect(network.delays).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000])
    network.last.open()
    expect(seen.at(-1)).toBe('open')
    network.last.break()
    expect(network.delays.at(-1)).toBe(250)
  })

  it('reconnects immediately when the network is back, and only once', () => {
    open()
    network.last.break()
    network.online()
    expect(network.sockets).toHaveLength(2)
    network.online()
    network.runTimer()
    expect(network.sockets).toHaveLength(2)
  })

  it('reports whether the host refused the page when a connection does not open', async () => {
    const seen: Disconnection[] = []
    open().onClose((why) => seen.push(why))
    network.last.open()
    network.last.break()
    for (const refuses of [false, true]) {
      network.runTimer()
      network.refuses = refuses
      network.last.break()
      await Promise.resolve()
    }
    expect(seen).toEqual(['lost', 'lost', 'refused'])
  })

  it('reports that the host quit until another connection opens', async () => {
    const seen: Disconnection[] = []
    open().onClose((why) => seen.push(why))
    network.last.open()
    network.last.break(GOING_AWAY)
    network.runTimer()
    network.last.break()
    await Promise.resolve()
    network.runTimer()
    network.last.open()
    network.last.break()
    expect(seen).toEqual(['closed', 'closed', 'lost'])
  })

  it('queues nothing: a call without a connection fails', async () => {
    const client = createClient(open())
    await expect(client.call('runs.list', {})).rejects.toThrow('connection')
    network.last.open()
    expect(network.last.sent).toEqual([])
  })

  it('fails pending calls when the connection is lost', async () => {
    const client = createClient(open())
    network.last.open()
    const call = client.call('runs.list', {})
    network.last.break()
    await expect(call).rejects.toThrow('connection')
  })

  it('delivers a call and its reply', async () => {
    const client = createClient(open())
    network.last.open()
    const call = client.call('runs.list', {})
    const { id } = JSON.parse(network.last.sent[0] ?? '') as { id: number }
    const reply = { kind: 'reply', id, body: { runs: [], broken: [] } }
    network.last.onmessage({ data: JSON.stringify(reply) })
    expect(await call).toEqual({ runs: [], broken: [] })
  })
})
