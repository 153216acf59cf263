import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

/** Runs the entry it is given, with Electron's line to the main process in place of Node's. */
const port = new EventEmitter()
const waiting = []
let started = false
port.postMessage = (message) => process.send(message)
port.on('newListener', (name) => {
  if (name !== 'message' || started) return
  started = true
  // What came before anyone listened is kept, as in Electron.
  queueMicrotask(() => waiting.splice(0).forEach((data) => port.emit('message', { data })))
})
process.on('message', (data) => {
  if (started) port.emit('message', { data })
  else waiting.push(data)
})
// Electron ends its utility processes with itself.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.parentPort = port

const [entry, ...args] = process.argv.slice(2)
process.argv = [process.execPath, entry, ...args]
await import(pathToFileURL(entry).href)
