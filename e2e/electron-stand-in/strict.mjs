import { EventEmitter } from 'node:events'

/** Names that JavaScript and test tools look up on any object. */
const probed = new Set(['then', 'toJSON', 'constructor', 'inspect', 'nodeType', 'asymmetricMatch'])

/**
 * Makes access to anything that the stand-in lacks throw instead of returning undefined.
 * @template {object} T
 * @param {T} target
 * @param {string} name
 * @returns {T}
 */
export function strict(target, name) {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (key in object || typeof key === 'symbol' || probed.has(key)) {
        return Reflect.get(object, key, receiver)
      }
      throw new Error(`the Electron stand-in has no ${name}.${key}`)
    },
  })
}

/** An emitter that refuses listeners for events it never emits. */
export class KnownEvents extends EventEmitter {
  /** @param {string} name @param {string[]} known */
  constructor(name, known) {
    super()
    this.on = this.addListener = (event, handle) => {
      refuse(event)
      return EventEmitter.prototype.on.call(this, event, handle)
    }
    this.once = (event, handle) => {
      refuse(event)
      return EventEmitter.prototype.once.call(this, event, handle)
    }
    const refuse = (event) => {
      if (!known.includes(event)) {
        throw new Error(`the Electron stand-in has no event ${String(event)} of ${name}`)
      }
    }
  }
}

/** An event that handlers may prevent. @param {object} details */
export function preventable(details = {}) {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault: () => (event.defaultPrevented = true),
  }
  return event
}

/** @param {string} what @returns {(...args: unknown[]) => never} */
export const notImplemented = (what) => () => {
  throw new Error(`the Electron stand-in does not implement ${what}`)
}
