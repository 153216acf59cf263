/*
 * A closing terminal, `kill` with a process group and a service manager signal the studio and its
 * trainer alike, often more than once: the shell passes a hangup on that the system has sent
 * already, and npm and our start scripts pass on what the whole group has received.
 */

/** Ctrl-C, `kill`, a terminal that closes, and Ctrl-Break on Windows. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const

export type EndingSignal = (typeof endingSignals)[number]

/** @returns ends the listening */
export function onEndingSignal(handle: (signal: EndingSignal) => void): () => void {
  for (const signal of endingSignals) process.on(signal, handle)
  return () => {
    for (const signal of endingSignals) process.off(signal, handle)
  }
}

/** Whether a person at the keyboard sent it; a second one then means "end immediately". */
export const isFromKeyboard = (signal: EndingSignal): boolean =>
  signal === 'SIGINT' || signal === 'SIGBREAK'
