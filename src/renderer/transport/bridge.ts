import type { Call, Transport } from '../../contract/rpc'

/** The API that Electron's preload exposes to the page. */
interface StudioBridge {
  send(call: Call): void
  /** Receives replies and events. @returns a function that unsubscribes */
  onMessage(handle: (message: unknown) => void): () => void
  /** Returns the path of a file or folder that the user chose or dropped; empty if it has none. */
  pathOf?(file: File): string
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

/**
 * Returns the path of a file or folder that the user chose or dropped. Undefined if the page cannot
 * know it, as in a browser.
 */
export function pathOf(
  file: File,
  page: Pick<Window, 'studioBridge'> = window,
): string | undefined {
  const path = page.studioBridge?.pathOf?.(file) ?? ''
  return path === '' ? undefined : path
}
