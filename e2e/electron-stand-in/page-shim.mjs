import { readFileSync } from 'node:fs'
import { decode, encode } from './wire.mjs'

/** The function by which the page calls this process. */
export const BINDING = '__standInCall'
/** The function by which this process calls the page. */
export const DELIVER = '__standInDeliver'
/** The files of the page whose paths this process is asked for, by number. */
export const FILES = '__standInFiles'

/**
 * The script that runs in every document before its own scripts: the preload, with the modules it
 * may require.
 * @param {string | undefined} preload path of the built preload
 */
export function pageShim(preload) {
  const source = preload === undefined ? '' : readFileSync(preload, 'utf8')
  return `if (self === top) {(${shim})(${encode}, ${decode}, '${BINDING}', '${DELIVER}', '${FILES}', (require, module, exports) => {${source}
})}`
}

/** Runs in the page, so it cannot use anything from this module. */
function shim(encode, decode, binding, deliver, asked, preload) {
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
  const ask = (question) =>
    new Promise((resolve, reject) => {
      const id = next++
      answers.set(id, { resolve, reject })
      call(encode({ ...question, id }))
    })
  const ipcRenderer = {
    invoke(channel, ...args) {
      return ask({ kind: 'invoke', channel, args })
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
    if (value === null || typeof value !== 'object' || value instanceof File) return value
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
  // The browser tells paths only later, so the page sees files once their paths are known.
  const paths = new WeakMap()
  const files = (globalThis[asked] = new Map())
  const learnPath = async (file) => {
    const number = next++
    files.set(number, file)
    paths.set(file, await ask({ kind: 'path', file: number }))
    files.delete(number)
  }
  const beforePage = (type, filesOf, again) =>
    globalThis.addEventListener(
      type,
      (event) => {
        const unknown = [...filesOf(event)].filter((file) => !paths.has(file))
        if (unknown.length === 0) return
        event.preventDefault()
        event.stopImmediatePropagation()
        const { target } = event
        const repeated = again(event)
        void Promise.all(unknown.map(learnPath)).then(() => target.dispatchEvent(repeated))
      },
      { capture: true },
    )
  beforePage(
    'change',
    ({ target }) => target.files ?? [],
    () => new Event('change', { bubbles: true }),
  )
  beforePage(
    'drop',
    ({ dataTransfer }) => dataTransfer?.files ?? [],
    ({ dataTransfer: from }) => {
      const dataTransfer = new globalThis.DataTransfer()
      for (const file of from.files) dataTransfer.items.add(file)
      return new globalThis.DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer })
    },
  )
  const webUtils = { getPathForFile: (file) => paths.get(file) ?? '' }
  const electron = strict(
    {
      contextBridge: strict(contextBridge, 'contextBridge'),
      ipcRenderer: strict(ipcRenderer, 'ipcRenderer'),
      webUtils: strict(webUtils, 'webUtils'),
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
