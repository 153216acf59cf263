import { fork } from 'node:child_process'
import readline from 'node:readline'
import type { Readable } from 'node:stream'
import { plainLine } from '../../../contract/plain-text'
import { BACKGROUND } from './background'
import { memoryEnvironment } from './memory-environment'
import type { ChildHandle, Launch } from './trainer-process'

/** A message that TensorFlow prints whenever oneDNN is on, regardless of the log level. */
const TENSORFLOW_NOISE = [
  'All log messages before absl::InitializeLog() is called',
  'oneDNN custom operations are on.',
]

/**
 * Starts the trainer as a forked Node process, for the hosts without Electron.
 *
 * @param entry path of the built trainer
 * @param options.background whether it runs at below-normal priority
 */
export function nodeLauncher(entry: string, { background = false } = {}): Launch {
  return (): ChildHandle => {
    // The child's stdout would break a progress bar or a JSON stream, so only its errors are shown.
    const child = fork(entry, background ? [BACKGROUND] : [], {
      env: memoryEnvironment(process.env),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    if (child.stderr !== null) passOnErrors(child.stderr)
    return {
      pid: child.pid,
      post: (message) => {
        // A child that has just died is reported by its exit, not by a failed send.
        if (child.connected) child.send(message as object, () => undefined)
      },
      onMessage: (handle) => child.on('message', handle),
      onExit: (handle) => {
        child.on('exit', (code, signal) => handle({ code, signal }))
        child.on('error', () => handle({ code: null, signal: null }))
      },
      kill: () => void child.kill('SIGKILL'),
    }
  }
}

function passOnErrors(stderr: Readable): void {
  readline.createInterface({ input: stderr }).on('line', (line) => {
    if (TENSORFLOW_NOISE.some((known) => line.includes(known))) return
    process.stderr.write(`${plainLine(line)}\n`)
  })
}
