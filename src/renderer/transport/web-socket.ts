import type { Transport } from '../../contract/rpc'

const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 5_000

/** The parts of the window that a connection needs. */
export interface Network {
  open(url: string): WebSocket
  /** @returns cancels the timer */
  later(work: () => void, milliseconds: number): () => void
  /** Whether the host is running but refuses this page because its token has changed. */
  isRefused(): Promise<boolean>
  /** Called when the machine has a network again. */
  onOnline(handle: () => void): void
}

/**
 * A connection that reconnects by itself after it is lost: soon at first, then every few seconds.
 * Messages sent meanwhile are not kept; their senders get an error.
 */
export function webSocketTransport(url: string, network: Network): Transport {
  const handlers = {
    message: new Set<(message: unknown) => void>(),
    close: new Set<(refused: boolean) => void>(),
    open: new Set<() => void>(),
  }
  const closed = (refused = false) => handlers.close.forEach((handle) => handle(refused))
  let socket: WebSocket
  let delay = FIRST_DELAY_MS
  let callOff = () => {}

  const connect = (): void => {
    callOff()
    const opened = network.open(url)
    socket = opened
    let wasOpen = false
    opened.onopen = () => {
      wasOpen = true
      delay = FIRST_DELAY_MS
      handlers.open.forEach((handle) => handle())
    }
    opened.onmessage = ({ data }) => receive(data)
    opened.onclose = () => {
      if (socket !== opened) return
      callOff = network.later(connect, delay)
      delay = Math.min(delay * 2, LONGEST_DELAY_MS)
      if (wasOpen) return closed()
      // Browsers do not say why a connection was not opened.
      void network.isRefused().then((refused) => {
        if (socket === opened) closed(refused)
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
