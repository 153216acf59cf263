/*
 * A closing terminal, `kill` with a process group and a service manager signal both the studio and
 * its trainer, often more than once: the shell forwards a hangup that the system has already sent,
 * and npm and our start scripts forward signals that the whole group has received.
 */

/** Ctrl-C, `kill`, a terminal that closes, and Ctrl-Break on Windows. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const

export type EndingSignal = (typeof endingSignals)[number]

/**
 * Calls `handle` for every signal that asks the process to end.
 *
 * @returns a function that stops listening
 */
export function onEndingSignal(handle: (signal: EndingSignal) => void): () => void {
  for (const signal of endingSignals) process.on(signal, handle)
  return () => {
    for (const signal of endingSignals) process.off(signal, handle)
  }
}

/** Returns true for signals sent from the keyboard; a second one means "end immediately". */
export const isFromKeyboard = (signal: EndingSignal): boolean =>
  signal === 'SIGINT' || signal === 'SIGBREAK'
