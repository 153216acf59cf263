import { utilityProcess } from 'electron'
import { BACKGROUND } from './background'
import type { ChildHandle, Launch } from './trainer-process'

/**
 * Starts the trainer as one of Electron's utility processes.
 *
 * @param entry path of the built trainer
 */
export function utilityLauncher(entry: string): Launch {
  return (): ChildHandle => {
    const child = utilityProcess.fork(entry, [BACKGROUND], {
      serviceName: 'GAN Studio trainer',
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    let running = true
    let killed = false
    child.on('exit', () => (running = false))
    return {
      get pid() {
        return child.pid
      },
      post: (message) => {
        // A child that has just died is reported by its exit, not by a failed send.
        if (running) child.postMessage(message)
      },
      onMessage: (handle) => child.on('message', handle),
      onExit: (handle) => {
        child.on('exit', (code) => handle(killed ? KILLED : { code, signal: null }))
      },
      kill: () => {
        killed = true
        killNow(child)
      },
    }
  }
}

const KILLED = { code: null, signal: 'SIGKILL' }

/** Sends SIGKILL: `child.kill()` sends the signal that a trainer handles as "finish and save". */
function killNow(child: Electron.UtilityProcess): void {
  if (child.pid === undefined) return void child.once('spawn', () => killNow(child))
  try {
    process.kill(child.pid, 'SIGKILL')
  } catch {
    // The process has already ended, as intended.
  }
}
