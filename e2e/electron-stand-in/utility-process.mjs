import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { KnownEvents, strict } from './strict.mjs'

const wrapper = fileURLToPath(new URL('./utility-child.mjs', import.meta.url))

/** A Node process with a `process.parentPort`. */
class UtilityProcess extends KnownEvents {
  constructor(entry, args, { stdio = 'inherit', env = process.env }) {
    super('utilityProcess', ['exit', 'message', 'spawn'])
    const three = Array.isArray(stdio) ? stdio : [stdio, stdio, stdio]
    this._child = fork(wrapper, [entry, ...args], {
      stdio: [...three, 'ipc'],
      serialization: 'advanced',
      execArgv: [],
      env,
    })
    this._child.on('spawn', () => this.emit('spawn'))
    this._child.on('message', (message) => this.emit('message', message))
    this._child.on('exit', (code, signal) => this.emit('exit', code ?? signalNumber(signal)))
    return strict(this, 'utilityProcess')
  }

  get pid() {
    return this._child.exitCode === null && this._child.signalCode === null
      ? this._child.pid
      : undefined
  }
  postMessage(message, transfer) {
    if (transfer !== undefined) throw new Error('the Electron stand-in transfers no ports')
    // Messages to a child that has just ended are lost, as in Electron.
    if (this._child.connected) this._child.send(message, () => undefined)
  }
  kill() {
    return this._child.kill('SIGTERM')
  }
}

const signalNumber = (signal) => ({ SIGKILL: 9, SIGTERM: 15, SIGSEGV: 11, SIGABRT: 6 })[signal] ?? 1

export const utilityProcess = strict(
  { fork: (entry, args = [], options = {}) => new UtilityProcess(entry, args, options) },
  'utilityProcess',
)
