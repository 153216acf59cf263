import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

/** Runs an entry with Electron's `parentPort` instead of Node's IPC. */
const port = new EventEmitter()
const waiting = []
let started = false
port.postMessage = (message) => process.send(message)
port.on('newListener', (name) => {
  if (name !== 'message' || started) return
  started = true
  // Messages that arrive before there is a listener are kept, as in Electron.
  queueMicrotask(() => waiting.splice(0).forEach((data) => port.emit('message', { data })))
})
process.on('message', (data) => {
  if (started) port.emit('message', { data })
  else waiting.push(data)
})
// Electron's utility processes end with it.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.parentPort = port

const [entry, ...args] = process.argv.slice(2)
process.argv = [process.execPath, entry, ...args]
await import(pathToFileURL(entry).href)
