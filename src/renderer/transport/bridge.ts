import type { Call, Transport } from '../../contract/rpc'

/** The API that Electron's preload exposes to the page. */
interface StudioBridge {
  send(call: Call): void
  /** Receives replies and events. @returns a function that unsubscribes */
  onMessage(handle: (message: unknown) => void): () => void
}

declare global {
  interface Window {
    readonly studioBridge?: StudioBridge
  }
}

/** The transport inside Electron, which lives as long as the page. */
export function bridgeTransport(bridge: StudioBridge): Transport {
  return {
    send: (message) => bridge.send(message),
    onMessage: (handle) => void bridge.onMessage(handle),
    onClose: () => undefined,
    // Asynchronously, as on any connection, so that the caller can finish setting up first.
    onOpen: (handle) => queueMicrotask(handle),
  }
}
