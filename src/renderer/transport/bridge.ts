import type { Call, Transport } from '../../contract/rpc'

/** The interface that Electron's preload gives the page; replies and events arrive the same way. */
interface StudioBridge {
  send(call: Call): void
  /** @returns stops the handler */
  onMessage(handle: (message: unknown) => void): () => void
}

declare global {
  interface Window {
    readonly studioBridge?: StudioBridge
  }
}

/** The connection inside Electron, which exists as long as the page does. */
export function bridgeTransport(bridge: StudioBridge): Transport {
  return {
    send: (message) => bridge.send(message),
    onMessage: (handle) => void bridge.onMessage(handle),
    onClose: () => undefined,
    // Asynchronously, as on any connection, so that the caller can finish setting up first.
    onOpen: (handle) => queueMicrotask(handle),
  }
}
