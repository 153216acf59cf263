import { readFileSync } from 'node:fs'
import { decode, encode } from './wire.mjs'

/** The function by which the page calls this process. */
export const BINDING = '__standInCall'
/** The function by which this process calls the page. */
export const DELIVER = '__standInDeliver'

/**
 * The script that runs in every document before its own scripts: the preload, with the modules it
 * may require.
 * @param {string | undefined} preload path of the built preload
 */
export function pageShim(preload) {
  const source = preload === undefined ? '' : readFileSync(preload, 'utf8')
  return `if (self === top) {(${shim})(${encode}, ${decode}, '${BINDING}', '${DELIVER}', (require, module, exports) => {${source}
})}`
}

/** Runs in the page, so it cannot use anything from this module. */
function shim(encode, decode, binding, deliver, preload) {
  const call = globalThis[binding]
  const listeners = new Map()
  const answers = new Map()
  let next = 0

  const strict = (object, name) =>
    new Proxy(object, {
      get(target, key) {
        if (key in target || typeof key === 'symbol') return target[key]
        throw new Error(`the Electron stand-in has no ${name}.${key}`)
      },
    })
  const ipcRenderer = {
    invoke(channel, ...args) {
      return new Promise((resolve, reject) => {
        const id = next++
        answers.set(id, { resolve, reject })
        call(encode({ kind: 'invoke', id, channel, args }))
      })
    },
    on(channel, handle) {
      const handles = listeners.get(channel) ?? new Set()
      listeners.set(channel, handles.add(handle))
      return ipcRenderer
    },
  }
  globalThis[deliver] = (text) => {
    const message = decode(text)
    if (message.kind === 'event') {
      for (const handle of listeners.get(message.channel) ?? []) handle({}, ...message.args)
      return
    }
    const waiting = answers.get(message.id)
    answers.delete(message.id)
    if (message.kind === 'reply') waiting?.resolve(message.value)
    else waiting?.reject(new Error(message.message))
  }
  // Values that cross the bridge are copied; functions copy their arguments and results.
  const copy = (value) => {
    if (typeof value === 'function') return (...args) => copy(value(...args.map(copy)))
    if (value instanceof Promise) return value.then(copy)
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(copy)
    const { constructor } = value
    if (constructor !== undefined && constructor.name !== 'Object') return structuredClone(value)
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, copy(held)]))
  }
  const contextBridge = {
    exposeInMainWorld(name, api) {
      const value = Object.freeze(copy(api))
      Object.defineProperty(globalThis, name, { value, enumerable: true })
    },
  }
  const electron = strict(
    {
      contextBridge: strict(contextBridge, 'contextBridge'),
      ipcRenderer: strict(ipcRenderer, 'ipcRenderer'),
    },
    'electron',
  )
  const require = (name) => {
    if (name === 'electron') return electron
    throw new Error(`a sandboxed preload cannot require ${name}`)
  }
  globalThis.open = (url) => {
    call(encode({ kind: 'open', url: String(url ?? '') }))
    return null
  }
  const module = { exports: {} }
  preload(require, module, module.exports)
}
