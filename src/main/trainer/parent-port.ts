import type { TrainerMessage } from '../../contract/trainer'

/** The trainer's connection to its host. */
interface ParentPort {
  post(message: TrainerMessage): void
  onMessage(handle: (message: unknown) => void): void
  /** Called when the host is gone or has disconnected. */
  onClose(handle: () => void): void
  /** Disconnects, which lets the process exit. */
  close(): void
}

/**
 * Electron's utility process has `process.parentPort`; a forked Node process has `process.send`.
 */
interface UtilityPort {
  postMessage(message: unknown): void
  on(event: 'message', handle: (event: { data: unknown }) => void): void
}

export function parentPort(): ParentPort {
  const utility = (process as unknown as { parentPort?: UtilityPort }).parentPort
  return utility === undefined ? forkedPort() : utilityPort(utility)
}

function forkedPort(): ParentPort {
  if (process.send === undefined) {
    throw new Error('the trainer is started by the studio, not by hand')
  }
  return {
    post: (message) => {
      // onClose reports that the host is gone; the broken pipe must not end the training before it
      // has been saved.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage: (handle) => process.on('message', handle),
    onClose: (handle) => process.on('disconnect', handle),
    close: () => {
      if (process.connected) process.disconnect()
    },
  }
}

function utilityPort(port: UtilityPort): ParentPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (handle) => port.on('message', ({ data }) => handle(data)),
    // Electron ends a utility process with its parent, so no event is needed.
    onClose: () => undefined,
    close: () => process.exit(0),
  }
}
