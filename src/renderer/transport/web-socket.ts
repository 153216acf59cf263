import { GOING_AWAY } from '../../contract/rpc'
import type { Disconnection, Transport } from '../../contract/rpc'

const FIRST_DELAY_MS = 250
const MAX_DELAY_MS = 5_000

/** The browser APIs that the transport uses. */
export interface Network {
  open(url: string): WebSocket
  /** @returns a function that cancels the timer */
  later(callback: () => void, milliseconds: number): () => void
  /** Resolves to true if the host is running but refuses this page because its token changed. */
  isRefused(): Promise<boolean>
  /** Calls the handler when the machine is back online. */
  onOnline(handle: () => void): void
}

/**
 * A transport that reconnects automatically, with a delay that doubles up to five seconds. Messages
 * sent while disconnected are not queued; their calls fail.
 */
export function webSocketTransport(url: string, network: Network): Transport {
  const handlers = {
    message: new Set<(message: unknown) => void>(),
    close: new Set<(why: Disconnection) => void>(),
    open: new Set<() => void>(),
  }
  /** Why the last connection ended; kept until a connection opens again. */
  let ended: Disconnection = 'lost'
  const closed = (why = ended) => handlers.close.forEach((handle) => handle(why))
  let socket: WebSocket
  let delay = FIRST_DELAY_MS
  let cancelRetry = () => {}

  const connect = (): void => {
    cancelRetry()
    const opened = network.open(url)
    socket = opened
    let wasOpen = false
    opened.onopen = () => {
      wasOpen = true
      delay = FIRST_DELAY_MS
      handlers.open.forEach((handle) => handle())
    }
    opened.onmessage = ({ data }) => receive(data)
    opened.onclose = ({ code }) => {
      if (socket !== opened) return
      cancelRetry = network.later(connect, delay)
      delay = Math.min(delay * 2, MAX_DELAY_MS)
      if (wasOpen) {
        ended = code === GOING_AWAY ? 'closed' : 'lost'
        return closed()
      }
      // Browsers do not say why a connection failed to open.
      void network.isRefused().then((refused) => {
        if (socket === opened) closed(refused ? 'refused' : ended)
      })
    }
  }
  const receive = (data: unknown): void => {
    const message: unknown = JSON.parse(String(data))
    handlers.message.forEach((handle) => handle(message))
  }
  network.onOnline(() => {
    if (socket.readyState === socket.CLOSED) connect()
  })
  connect()

  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
      else closed()
    },
    onMessage: (handle) => void handlers.message.add(handle),
    onClose: (handle) => void handlers.close.add(handle),
    onOpen: (handle) => void handlers.open.add(handle),
  }
}
